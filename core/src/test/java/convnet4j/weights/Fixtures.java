package convnet4j.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of {@code resources/convnet4j/weights}; its README says how they were made. */
final class Fixtures {
  private Fixtures() {}

  /** One network of {@code foreign-names.txt}. */
  record Names(String dialect, String network, Map<String, List<Integer>> shapes) {
    @Override
    public String toString() {
      return dialect + " " + network;
    }
  }

  static byte[] bytes(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Names> names() {
    List<Names> all = new ArrayList<>();
    for (String line : new String(bytes("foreign-names.txt"), StandardCharsets.UTF_8).split("\n")) {
      String[] words = line.split(" ");
      if (line.startsWith("# ") && words.length == 3) {
        all.add(new Names(words[1], words[2], new LinkedHashMap<>()));
      } else if (!line.startsWith("#")) {
        all.getLast()
            .shapes()
            .put(words[0], Stream.of(words[1].split("x")).map(Integer::valueOf).toList());
      }
    }
    return all;
  }
}
