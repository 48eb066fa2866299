package convnet4j.image;

import convnet4j.data.Normalisation;
import convnet4j.data.Split;
import convnet4j.errors.InputException;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * What the images of a split are like, by decoding all of them.
 *
 * @param images that could be decoded
 * @param unreadable the others
 * @param sizes how many images there are of each, those with fewer pixels first
 * @param pixels mean and standard deviation of every channel, of pixels in 0..1, where there are
 *     images. Every image weighs the same whatever its size, since a network sees all in one
 */
public record Census(
    int images, int unreadable, SortedMap<Size, Integer> sizes, Optional<Normalisation> pixels) {
  public Census {
    sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
  }

  /** Of an image, in pixels, after EXIF turned it. */
  public record Size(int width, int height) implements Comparable<Size> {
    private static final Comparator<Size> ORDER =
        Comparator.<Size>comparingLong(s -> (long) s.width * s.height)
            .thenComparingInt(Size::width);

    @Override
    public int compareTo(Size other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Looks at every image.
   *
   * @param progress told how many are done, from several threads
   */
  public static Census of(Split split, int threads, IntConsumer progress) {
    Tally tally = new Tally(split.channels());
    EveryImage.visit(split, threads, tally, progress);
    return new Census(tally.images, tally.unreadable, tally.sizes, tally.pixels());
  }

  /** The size in the middle, when all images are sorted by theirs. */
  public Size medianSize() {
    int before = 0;
    for (var entry : sizes.entrySet()) {
      before += entry.getValue();
      if (2L * before >= images) {
        return entry.getKey();
      }
    }
    throw new IllegalStateException("there are no images");
  }

  private static final class Tally implements EveryImage.Visitor {
    private final TreeMap<Size, Integer> sizes = new TreeMap<>();
    private final double[] means;
    private final double[] squares;
    private int images;
    private int unreadable;

    Tally(int channels) {
      means = new double[channels];
      squares = new double[channels];
    }

    @Override
    public void image(int index, Mat pixels, byte[] encoded) {
      Mat mean = new Mat();
      Mat deviation = new Mat();
      opencv_core.meanStdDev(pixels, mean, deviation);
      add(new Size(pixels.cols(), pixels.rows()), mean.createBuffer(), deviation.createBuffer());
    }

    private synchronized void add(Size size, DoubleBuffer mean, DoubleBuffer deviation) {
      images++;
      sizes.merge(size, 1, Integer::sum);
      for (int c = 0; c < means.length; c++) {
        double m = mean.get(c) / 255;
        double d = deviation.get(c) / 255;
        means[c] += m;
        squares[c] += d * d + m * m;
      }
    }

    @Override
    public synchronized void bad(int index, InputException problem) {
      unreadable++;
    }

    Optional<Normalisation> pixels() {
      if (images == 0) {
        return Optional.empty();
      }
      List<Double> mean = Arrays.stream(means).mapToObj(sum -> rounded(sum / images)).toList();
      List<Double> std =
          IntStream.range(0, means.length)
              .mapToObj(c -> deviation(means[c] / images, squares[c] / images))
              .toList();
      return Optional.of(new Normalisation(mean, std));
    }

    /** 1 for a channel that never varies, as everywhere. */
    private static double deviation(double mean, double square) {
      double deviation = rounded(Math.sqrt(Math.max(0, square - mean * mean)));
      return deviation > 0 ? deviation : 1;
    }

    private static double rounded(double value) {
      return Math.rint(value * 1e4) / 1e4;
    }
  }
}
