package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** What the predictions' CSV of {@code eval} says of two classes. */
final class Probabilities {
  private Probabilities() {}

  /** The probability of the second class, image by image. */
  static List<Double> ofSecond(Path csv) {
    return rows(csv).stream()
        .map(
            row -> {
              double p = Double.parseDouble(row[3]);
              return row[2].equals("1") ? p : 1 - p;
            })
        .toList();
  }

  static List<Double> mean(List<Double> a, List<Double> b) {
    return IntStream.range(0, a.size()).mapToObj(i -> (a.get(i) + b.get(i)) / 2).toList();
  }

  /** How many images with the labels of {@code csv} are wrong at these probabilities. */
  static int wrong(Path csv, List<Double> ofSecond) {
    List<String[]> rows = rows(csv);
    return (int)
        IntStream.range(0, rows.size())
            .filter(i -> rows.get(i)[1].equals("1") != ofSecond.get(i) > 0.5)
            .count();
  }

  static void assertClose(List<Double> received, List<Double> expected) {
    assertThat(received).hasSameSizeAs(expected).isNotEmpty();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(received.get(i)).as("image " + i).isCloseTo(expected.get(i), within(1e-5));
    }
  }

  private static List<String[]> rows(Path csv) {
    try {
      return Files.readAllLines(csv).stream().skip(1).map(line -> line.split(",")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
