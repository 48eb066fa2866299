package convnet4j.render;

import static convnet4j.render.Table.count;
import static convnet4j.render.Table.left;
import static convnet4j.render.Table.right;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link Summary} for people. */
public final class SummaryText {
  private SummaryText() {}

  /** A table of the layers and the totals below it, ended by a line feed. */
  public static String of(Summary s) {
    Table table =
        new Table(left("path"), left("op"), right("output"), right("params"), right("MAdds"));
    for (Summary.Layer layer : s.layers()) {
      table.row(
          layer.path(),
          layer.op(),
          shape(layer.output()),
          unlessZero(layer.params()),
          unlessZero(layer.madds()));
    }
    table.rule().row("total", "", "", count(s.params()), count(s.madds()));
    return s.network()
        + ": "
        + shape(s.input())
        + " to "
        + s.classes()
        + " classes\n\n"
        + table.text()
        + "\n"
        + facts(s);
  }

  private static String facts(Summary s) {
    String receptive = s.receptiveField() + "×" + s.receptiveField() + " pixels";
    String auxiliary =
        s.auxiliaryMadds() == 0
            ? ""
            : "auxiliary heads   " + count(s.auxiliaryMadds()) + " MAdds more in training\n";
    return auxiliary
        + "weighted layers   "
        + s.depth()
        + " on the longest path\n"
        + "receptive field   "
        + receptive
        + ", before the last pooling to a fixed size\n"
        + "activations       "
        + mebibytes(s.activationBytes())
        + " for one image as float32; "
        + mebibytes(s.peakActivationBytes())
        + " at most at once in inference\n";
  }

  static String shape(List<Integer> dims) {
    return dims.stream().map(String::valueOf).collect(Collectors.joining("×"));
  }

  private static String unlessZero(long value) {
    return value == 0 ? "" : count(value);
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f MiB", bytes / (1024.0 * 1024.0));
  }
}
