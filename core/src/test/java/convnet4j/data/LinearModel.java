package convnet4j.data;

import java.util.Arrays;

/** Multinomial logistic regression on pixels, trained by plain stochastic gradient descent. */
final class LinearModel {
  private final Normalisation normalisation;
  private final float[][] weights;
  private final int inputs;

  LinearModel(PixelSplit split, int classes) {
    this.normalisation = Normalisation.of(split);
    this.inputs = split.imageBytes() + 1; // the last input is 1: its weight is the bias
    this.weights = new float[classes][inputs];
  }

  /** One pass in random order, image by image. */
  void train(PixelSplit split, int epoch, double rate) {
    float[] x = new float[inputs];
    for (int index : Draws.permutation(0, epoch, split.size())) {
      read(split, index, x);
      double[] p = probabilities(x);
      p[split.label(index)] -= 1;
      for (int k = 0; k < weights.length; k++) {
        float step = (float) (rate * p[k]);
        float[] w = weights[k];
        for (int i = 0; i < inputs; i++) {
          w[i] -= step * x[i];
        }
      }
    }
  }

  /** The share of images that are classified rightly. */
  double accuracy(PixelSplit split) {
    float[] x = new float[inputs];
    int right = 0;
    for (int index = 0; index < split.size(); index++) {
      read(split, index, x);
      double[] p = probabilities(x);
      double greatest = Arrays.stream(p).max().orElseThrow();
      right += p[split.label(index)] == greatest ? 1 : 0;
    }
    return (double) right / split.size();
  }

  private void read(PixelSplit split, int index, float[] x) {
    byte[] image = new byte[split.imageBytes()];
    split.copy(index, image, 0);
    int channels = split.channels();
    for (int i = 0; i < image.length; i++) {
      double mean = normalisation.mean().get(i % channels);
      x[i] = (float) (((image[i] & 0xFF) / 255.0 - mean) / normalisation.std().get(i % channels));
    }
    x[image.length] = 1;
  }

  private double[] probabilities(float[] x) {
    double[] p = new double[weights.length];
    for (int k = 0; k < p.length; k++) {
      float[] w = weights[k];
      // Four sums, so that additions need not wait for each other.
      float a = 0;
      float b = 0;
      float c = 0;
      float d = 0;
      int i = 0;
      for (; i + 3 < inputs; i += 4) {
        a += w[i] * x[i];
        b += w[i + 1] * x[i + 1];
        c += w[i + 2] * x[i + 2];
        d += w[i + 3] * x[i + 3];
      }
      for (; i < inputs; i++) {
        a += w[i] * x[i];
      }
      p[k] = a + b + c + d;
    }
    double greatest = Arrays.stream(p).max().orElseThrow();
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      p[k] = Math.exp(p[k] - greatest);
      sum += p[k];
    }
    for (int k = 0; k < p.length; k++) {
      p[k] /= sum;
    }
    return p;
  }
}
