package convnet4j.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A data set that needs no network: ten kinds of figures in colour, 32×32. Place, size, rotation,
 * the figure's colour, a background that runs from one colour to another, and the strength of the
 * noise are drawn anew for every image, so that no pixel by itself says anything about the class.
 * The images are the same on every machine: only operations that Java defines to the bit are used.
 */
final class Shapes {
  static final String NAME = "shapes";

  private static final int TRAIN = 10_000;
  private static final int TEST = 2_000;
  private static final int SIZE = 32;
  private static final int CHANNELS = 3;
  private static final long SEED = 0x5348_4150_4553L; // "SHAPES"

  private static final double LEAST_RADIUS = 6.5;
  private static final double GREATEST_RADIUS = 13;
  private static final double GREATEST_NOISE = 26;

  /**
   * How far the figure's colour is from the background's at least, of 442 between black and white.
   */
  private static final double LEAST_CONTRAST = 75;

  /** Standard deviation of the number of ones in 64 random bits, which is close to normal. */
  private static final double BITS_DEVIATION = 4;

  private static final Figure[] FIGURES = Figure.values();

  private Shapes() {}

  static Dataset generate() {
    PixelSplit train = split(0, TRAIN);
    PixelSplit test = split(1, TEST);
    List<String> classes = Arrays.stream(FIGURES).map(Figure::label).toList();
    return new Dataset(NAME, classes, train, test, Normalisation.of(train));
  }

  private static PixelSplit split(int number, int images) {
    byte[] pixels = new byte[images * SIZE * SIZE * CHANNELS];
    IntStream.range(0, images)
        .parallel()
        .forEach(
            i ->
                draw(
                    FIGURES[i % FIGURES.length],
                    Draws.of(SEED, number, i, 0),
                    pixels,
                    i * SIZE * SIZE * CHANNELS));
    int[] labels = IntStream.range(0, images).map(i -> i % FIGURES.length).toArray();
    return new PixelSplit(CHANNELS, SIZE, SIZE, pixels, labels);
  }

  private static void draw(Figure figure, Draws draws, byte[] pixels, int offset) {
    double radius = draws.uniform(LEAST_RADIUS, GREATEST_RADIUS);
    double centreX = draws.uniform(radius, SIZE - radius);
    double centreY = draws.uniform(radius, SIZE - radius);
    double turn = draws.uniform(0, 2 * Math.PI);
    double cos = StrictMath.cos(turn) / radius;
    double sin = StrictMath.sin(turn) / radius;
    Background background = new Background(draws);
    double[] ink = ink(draws, background);
    double noise = draws.uniform(0, GREATEST_NOISE) / BITS_DEVIATION;
    int at = offset;
    for (int row = 0; row < SIZE; row++) {
      double y = row + 0.5 - centreY;
      for (int column = 0; column < SIZE; column++) {
        double x = column + 0.5 - centreX;
        double distance = figure.distance(x * cos + y * sin, y * cos - x * sin) * radius;
        // A pixel at the edge is covered in part.
        double cover = Math.max(0, Math.min(1, 0.5 - distance));
        double place = background.place(row, column);
        for (int c = 0; c < CHANNELS; c++) {
          double value = background.colour(c, place) * (1 - cover) + ink[c] * cover;
          value += noise * (Long.bitCount(draws.next()) - 32);
          pixels[at++] = (byte) (int) Math.max(0, Math.min(255, value + 0.5));
        }
      }
    }
  }

  /** A colour gradient across the image in some direction. */
  private static final class Background {
    private final double slopeX;
    private final double slopeY;
    private final double[] from;
    private final double[] to;

    Background(Draws draws) {
      double direction = draws.uniform(0, 2 * Math.PI);
      // Half the diagonal to either side of the centre makes 0..1 in every direction.
      double length = SIZE * Math.sqrt(2);
      slopeX = StrictMath.cos(direction) / length;
      slopeY = StrictMath.sin(direction) / length;
      from = Shapes.colour(draws);
      to = Shapes.colour(draws);
    }

    double place(int row, int column) {
      return 0.5 + (column + 0.5 - SIZE / 2.0) * slopeX + (row + 0.5 - SIZE / 2.0) * slopeY;
    }

    double colour(int channel, double place) {
      return from[channel] + (to[channel] - from[channel]) * place;
    }
  }

  private static double[] colour(Draws draws) {
    return new double[] {draws.uniform(10, 245), draws.uniform(10, 245), draws.uniform(10, 245)};
  }

  /** A colour that stands out from both ends of the background and from its middle. */
  private static double[] ink(Draws draws, Background background) {
    while (true) {
      double[] ink = colour(draws);
      if (contrast(ink, background, 0.1) >= LEAST_CONTRAST
          && contrast(ink, background, 0.5) >= LEAST_CONTRAST
          && contrast(ink, background, 0.9) >= LEAST_CONTRAST) {
        return ink;
      }
    }
  }

  private static double contrast(double[] ink, Background background, double place) {
    double sum = 0;
    for (int c = 0; c < CHANNELS; c++) {
      double difference = ink[c] - background.colour(c, place);
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
