package convnet4j.train;

import convnet4j.data.Dataset;
import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Three classes that a network tells apart by their dominant colour. */
final class TinyData {
  private TinyData() {}

  static Dataset of(int train, int test) {
    return named(train, test, List.of("red", "green", "blue"));
  }

  static Dataset named(int train, int test, List<String> classes) {
    PixelSplit images = split(train, classes.size(), 1);
    return new Dataset(
        "tiny", classes, images, split(test, classes.size(), 2), Normalisation.of(images), null);
  }

  /** Two classes of grey noise. */
  static Dataset grey(int train, int test) {
    PixelSplit images = noise(train);
    return new Dataset(
        "grey", List.of("odd", "even"), images, noise(test), Normalisation.of(images), null);
  }

  private static PixelSplit noise(int count) {
    byte[] pixels = new byte[count * 32 * 32];
    new Random(count).nextBytes(pixels);
    return new PixelSplit(1, 32, 32, pixels, IntStream.range(0, count).map(i -> i % 2).toArray());
  }

  /** A recipe for it; {@code changes} are keys and values in turn. */
  static Recipe recipe(Object... changes) {
    Map<String, Object> values =
        new TreeMap<>(
            Map.of(
                "network",
                "resnet20",
                "data",
                "tiny",
                "epochs",
                2,
                "batch-size",
                16,
                "threads",
                1,
                "lr",
                0.05,
                "seed",
                5));
    for (int i = 0; i < changes.length; i += 2) {
      values.put((String) changes[i], changes[i + 1]);
    }
    return Recipe.of(values);
  }

  private static PixelSplit split(int count, int classes, long seed) {
    Random random = new Random(seed);
    byte[] pixels = new byte[count * 32 * 32 * 3];
    random.nextBytes(pixels);
    int[] labels = new int[count];
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      labels[i] = i % classes;
      order.add(i);
      for (int p = 0; p < 32 * 32; p++) {
        int at = (i * 32 * 32 + p) * 3 + labels[i] % 3;
        pixels[at] = (byte) Math.min(255, (pixels[at] & 0xFF) / 2 + 100);
      }
    }
    return new PixelSplit(3, 32, 32, pixels, labels);
  }
}
