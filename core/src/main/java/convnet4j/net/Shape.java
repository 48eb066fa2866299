package convnet4j.net;

import java.util.List;

/** The shape of a value for one image, without the batch dimension. */
public sealed interface Shape {
  /** Dimensions from the outermost: [channels, height, width] or [size]. */
  List<Integer> dims();

  /** Number of values. */
  long elements();

  /** C×H×W. */
  record FeatureMap(int channels, int height, int width) implements Shape {
    public FeatureMap {
      if (channels < 1 || height < 1 || width < 1) {
        throw new IllegalArgumentException(
            "every dimension is at least 1, received " + channels + "×" + height + "×" + width);
      }
    }

    @Override
    public List<Integer> dims() {
      return List.of(channels, height, width);
    }

    @Override
    public long elements() {
      return Math.multiplyExact((long) channels * height, (long) width);
    }

    @Override
    public String toString() {
      return channels + "×" + height + "×" + width;
    }
  }

  /** A vector of features. */
  record Vector(int size) implements Shape {
    public Vector {
      if (size < 1) {
        throw new IllegalArgumentException("size is at least 1, received " + size);
      }
    }

    @Override
    public List<Integer> dims() {
      return List.of(size);
    }

    @Override
    public long elements() {
      return size;
    }

    @Override
    public String toString() {
      return Integer.toString(size);
    }
  }
}
