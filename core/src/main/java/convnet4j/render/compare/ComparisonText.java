package convnet4j.render.compare;

import static convnet4j.render.Table.count;
import static convnet4j.render.Table.left;
import static convnet4j.render.Table.right;

import convnet4j.render.Table;
import convnet4j.render.compare.Comparison.Cell;
import convnet4j.render.compare.Comparison.Largest;
import convnet4j.render.compare.Comparison.Latency;
import convnet4j.render.compare.Comparison.Measurement;
import convnet4j.render.compare.Comparison.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link Comparison} for people. */
public final class ComparisonText {
  static final String LARGEST_RULE =
      "Of all outputs with that height and width, before anything is fused, the one with the most"
          + " channels, for one image. A vector counts as 1×1; the image and flattened views do not"
          + " count. Memory is that of 16-bit values, in kB of 1000 bytes.";

  static final String SPLIT_RULE =
      "In slices: the insides of inverted bottlenecks (a widening convolution, what batch norm,"
          + " activation and depthwise convolution make of it, up to a narrowing 1×1 convolution or"
          + " a global average pool) do not count, as section 5.1 of that paper computes them.";

  static final String PEAK_RULE =
      "Peak activations: the most that inference holds at once for one image as float32, each"
          + " output from its own step to its last reader; no step is assumed to work in place.";

  private static final int LINE = 100;
  private static final double KILOBYTE = 1000;
  private static final double MEBIBYTE = 1024 * 1024;

  private ComparisonText() {}

  /** Tables, each above the rule that it follows, ended by a line feed. */
  public static String of(Comparison c) {
    StringBuilder text = new StringBuilder(costs(c)).append('\n');
    text.append(wrapped(PEAK_RULE));
    if (c.measurement() != null) {
      text.append(wrapped(conditions(c.measurement())));
    }
    text.append("\nLargest tensor at each resolution, channels / kB\n\n");
    text.append(largest(c.networks())).append('\n').append(wrapped(LARGEST_RULE));
    List<Row> published = c.networks().stream().filter(row -> row.published() != null).toList();
    if (!published.isEmpty()) {
      text.append("\nBeside ").append(published.getFirst().published().source());
      text.append(", channels / kB\n\n").append(published(published)).append('\n');
      text.append(wrapped(SPLIT_RULE));
    }
    return text.toString();
  }

  /** In lines that terminals have room for, each ended by a line feed. */
  private static String wrapped(String sentence) {
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (String word : sentence.split(" ")) {
      boolean fits = column + 1 + word.length() <= LINE;
      text.append(column == 0 ? "" : fits ? " " : "\n").append(word);
      column = (column == 0 || !fits ? 0 : column + 1) + word.length();
    }
    return text.append('\n').toString();
  }

  private static String costs(Comparison c) {
    List<Table.Column> columns = new ArrayList<>();
    columns.add(left("network"));
    for (String title : List.of("input", "params", "MAdds", "layers", "receptive field")) {
      columns.add(right(title));
    }
    columns.add(right("peak activations"));
    if (c.measurement() != null) {
      columns.add(right("latency (range)"));
    }
    Table table = new Table(columns.toArray(Table.Column[]::new));
    for (Row row : c.networks()) {
      List<String> cells = new ArrayList<>();
      cells.add(row.network());
      cells.add(shape(row.input()));
      cells.add(count(row.params()));
      cells.add(count(row.madds()));
      cells.add(Integer.toString(row.depth()));
      cells.add(Long.toString(row.receptiveField()));
      cells.add(mebibytes(row.peakActivationBytes()));
      if (c.measurement() != null) {
        cells.add(range(row.latency()));
      }
      table.row(cells.toArray(String[]::new));
    }
    return table.text();
  }

  private static String largest(List<Row> rows) {
    List<Table.Column> columns = new ArrayList<>();
    columns.add(left("size"));
    rows.forEach(row -> columns.add(right(row.network())));
    Table table = new Table(columns.toArray(Table.Column[]::new));
    for (String size : sizes(rows)) {
      List<String> cells = new ArrayList<>();
      cells.add(size);
      for (Row row : rows) {
        cells.add(
            row.largestTensors().stream()
                .filter(t -> size(t).equals(size))
                .map(t -> cell(t.channels(), t.bytes16()))
                .findFirst()
                .orElse(""));
      }
      table.row(cells.toArray(String[]::new));
    }
    return table.text();
  }

  private static String published(List<Row> rows) {
    Table table =
        new Table(
            left("size"),
            right("here"),
            right("in slices"),
            right("printed"),
            left("does the printed cell follow from the network?"));
    for (Row row : rows) {
      table.section(row.network());
      for (Largest t : row.largestTensors()) {
        if (t.published() != null) {
          table.row(
              size(t),
              cell(t.channels(), t.bytes16()),
              split(t),
              t.published().channels() + " / " + t.published().kilobytes(),
              verdict(t));
        }
      }
      table.row(
          "max",
          kilobytes(max(row, false)),
          kilobytes(max(row, true)),
          Integer.toString(row.published().maxKilobytes()),
          "");
    }
    return table.text();
  }

  /** Of any of the networks, the largest first. */
  static List<String> sizes(List<Row> rows) {
    return rows.stream()
        .flatMap(row -> row.largestTensors().stream())
        .sorted(
            (a, b) -> Long.compare((long) b.height() * b.width(), (long) a.height() * a.width()))
        .map(ComparisonText::size)
        .distinct()
        .toList();
  }

  static String size(Largest t) {
    return t.height() + "×" + t.width();
  }

  static String cell(int channels, long bytes) {
    return channels + " / " + kilobytes(bytes);
  }

  static String split(Largest t) {
    return t.splitChannels() == 0 ? "–" : cell(t.splitChannels(), t.splitBytes16());
  }

  /** What is to be said of a printed cell. */
  static String verdict(Largest t) {
    Cell c = t.published();
    return switch (c.verdict()) {
      case FOLLOWS -> "yes";
      case FOLLOWS_WHEN_SPLIT -> "yes, in slices";
      case DOES_NOT_FOLLOW -> "no: no such output counts here";
      case CONTRADICTS_ITSELF ->
          "no: %d channels are %s kB"
              .formatted(c.channels(), kilobytes(2L * c.channels() * t.height() * t.width()));
    };
  }

  /** Bytes of a network's largest tensor. */
  static long max(Row row, boolean split) {
    return row.largestTensors().stream()
        .mapToLong(t -> split ? t.splitBytes16() : t.bytes16())
        .max()
        .orElse(0);
  }

  static String conditions(Measurement m) {
    return ("Latency: median of the timed forward passes after %d to warm up, batch %d, %s, %s, %s,"
            + " %s; batch norm folded, images ready in memory.")
        .formatted(
            m.warmup(),
            m.batch(),
            m.threads() == 1 ? "1 thread" : m.threads() + " threads",
            m.precision(),
            m.cpu(),
            m.engine());
  }

  /** {@code 12.3 ms (11.9–14.0, n = 20)}. */
  static String range(Latency l) {
    return "%s ms (%s–%s, n = %d)"
        .formatted(number(l.medianMs()), number(l.fastestMs()), number(l.slowestMs()), l.repeats());
  }

  private static String number(double milliseconds) {
    String form = milliseconds < 10 ? "%.2f" : milliseconds < 100 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, form, milliseconds);
  }

  static String kilobytes(long bytes) {
    String form = bytes < 10 * KILOBYTE ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, form, bytes / KILOBYTE);
  }

  static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f MiB", bytes / MEBIBYTE);
  }

  static String shape(List<Integer> dims) {
    return dims.stream().map(String::valueOf).collect(Collectors.joining("×"));
  }
}
