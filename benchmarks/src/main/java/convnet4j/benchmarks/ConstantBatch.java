package convnet4j.benchmarks;

import convnet4j.data.Dataset;
import convnet4j.data.Datasets;
import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.errors.InputException;
import convnet4j.io.CacheHome;
import convnet4j.io.ProgressListener;

/**
 * The first training images of CIFAR-10, for contenders that are spared the work of loading.
 *
 * @param images normalised, N×C×H×W
 * @param labels N classes
 */
record ConstantBatch(float[] images, long[] labels) {
  static final int CHANNELS = 3;
  static final int SIDE = 32;

  static ConstantBatch read(String data) {
    try (Dataset dataset = open(data)) {
      PixelSplit split = (PixelSplit) dataset.train();
      Normalisation normalisation = dataset.normalisation();
      float[] images = new float[Job.BATCH * split.imageBytes()];
      long[] labels = new long[Job.BATCH];
      byte[] pixels = new byte[split.imageBytes()];
      for (int n = 0; n < Job.BATCH; n++) {
        labels[n] = split.label(n);
        split.copy(n, pixels, 0);
        for (int i = 0; i < pixels.length; i++) {
          int channel = i % CHANNELS;
          int pixel = i / CHANNELS;
          double value = (pixels[i] & 0xFF) / 255.0;
          images[n * pixels.length + channel * SIDE * SIDE + pixel] =
              (float)
                  ((value - normalisation.mean().get(channel)) / normalisation.std().get(channel));
        }
      }
      return new ConstantBatch(images, labels);
    }
  }

  /** CIFAR-10, or an error if {@code data} is something else. */
  static Dataset open(String data) {
    Dataset dataset = Datasets.open(data, CacheHome.path(), false, ProgressListener.NONE);
    if (dataset.train() instanceof PixelSplit
        && dataset.normalisation().equals(Normalisation.CIFAR10)) {
      return dataset;
    }
    dataset.close();
    throw new InputException(
        data + ": expects CIFAR-10, received " + dataset.name() + "; choose another --data");
  }
}
