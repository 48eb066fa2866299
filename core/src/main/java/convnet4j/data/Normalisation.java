package convnet4j.data;

import java.util.ArrayList;
import java.util.List;

/**
 * What is subtracted from and divided out of every channel, after bytes were scaled to 0..1.
 *
 * @param mean one per channel
 * @param std one per channel, above 0
 */
public record Normalisation(List<Double> mean, List<Double> std) {
  /**
   * CIFAR-10's training images: mean and standard deviation over all pixels of a channel. (The std
   * 0.2023 0.1994 0.2010 found in many programs is the mean of every image's own deviation.)
   */
  public static final Normalisation CIFAR10 =
      new Normalisation(List.of(0.4914, 0.4822, 0.4465), List.of(0.2470, 0.2435, 0.2616));

  /** ImageNet's, as torchvision has it. */
  public static final Normalisation IMAGENET =
      new Normalisation(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

  /** Colours in −1..1, as torchvision's googlenet, which came from TensorFlow, sees them. */
  public static final Normalisation HALF =
      new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));

  public Normalisation {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.isEmpty() || mean.size() != std.size()) {
      throw new IllegalArgumentException(
          "expected as many means as deviations, received " + mean + " and " + std);
    }
    if (!mean.stream().allMatch(Double::isFinite)
        || !std.stream().allMatch(s -> Double.isFinite(s) && s > 0)) {
      throw new IllegalArgumentException(
          "expected finite means and deviations above 0, received " + mean + " and " + std);
    }
  }

  /** How many channels this is for. */
  public int channels() {
    return mean.size();
  }

  /**
   * The mean and standard deviation of every channel over all pixels of all images, rounded to four
   * places. A channel that never varies gets 1 for its deviation.
   */
  public static Normalisation of(PixelSplit split) {
    if (split.size() == 0) {
      throw new IllegalArgumentException("expected at least one image, received none");
    }
    int channels = split.channels();
    long[] sums = new long[channels];
    long[] squares = new long[channels];
    byte[] image = new byte[split.imageBytes()];
    for (int i = 0; i < split.size(); i++) {
      split.copy(i, image, 0);
      for (int p = 0; p < image.length; p += channels) {
        for (int c = 0; c < channels; c++) {
          int value = image[p + c] & 0xFF;
          sums[c] += value;
          squares[c] += (long) value * value;
        }
      }
    }
    double count = (double) split.size() * split.height() * split.width();
    List<Double> mean = new ArrayList<>();
    List<Double> std = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      double m = sums[c] / count;
      double deviation = rounded(Math.sqrt(Math.max(0, squares[c] / count - m * m)) / 255);
      mean.add(rounded(m / 255));
      std.add(deviation > 0 ? deviation : 1.0);
    }
    return new Normalisation(mean, std);
  }

  private static double rounded(double value) {
    return Math.rint(value * 1e4) / 1e4;
  }
}
