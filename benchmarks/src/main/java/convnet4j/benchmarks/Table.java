package convnet4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What reports are made of. */
final class Table {
  private Table() {}

  /** Markdown that reads as well unrendered. The first row is the head. */
  static String markdown(List<List<String>> rows) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      Arrays.setAll(widths, i -> Math.max(widths[i], row.get(i).length()));
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        text.append("| ")
            .append(row.get(i))
            .append(" ".repeat(widths[i] - row.get(i).length() + 1));
      }
      text.append("|\n");
      if (row == rows.getFirst()) {
        for (int width : widths) {
          text.append("|").append("-".repeat(width + 2));
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }

  /** The rates of all, one after the other. */
  static String each(Collection<Measurement> repeats) {
    return repeats.stream()
        .map(m -> format("%.1f", m.imagesPerSecond()))
        .collect(Collectors.joining(" "));
  }

  /** A report for people and for programs, as {@code stem.md} and {@code stem.json}. */
  static void write(Path stem, String markdown, Object report) throws IOException {
    Files.createDirectories(stem.toAbsolutePath().getParent());
    Files.writeString(stem.resolveSibling(stem.getFileName() + ".md"), markdown);
    Measurement.JSON
        .writerWithDefaultPrettyPrinter()
        .writeValue(stem.resolveSibling(stem.getFileName() + ".json").toFile(), report);
  }

  static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
