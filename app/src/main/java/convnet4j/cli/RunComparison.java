package convnet4j.cli;

import static convnet4j.render.Table.left;
import static convnet4j.render.Table.right;

import convnet4j.render.Table;
import convnet4j.stats.Interval;
import convnet4j.stats.McNemar;
import convnet4j.stats.PairedDifference;
import convnet4j.stats.PairedTable;
import convnet4j.stats.Proportion;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code compare-runs} says of two trained networks, and what it does not: that one recipe is
 * better than the other.
 *
 * @param a as the user named it
 * @param b as the user named it
 * @param table how they did on the same images
 */
record RunComparison(Path a, Path b, PairedTable table) {
  private static final double SIGNIFICANT = 0.05;
  private static final String NO_RECIPES =
      "One run each says nothing of the recipes behind them: that takes several seeds.";

  String text() {
    Table accuracy =
        new Table(left(""), left("run"), right("right"), right("top-1"), left("95 % interval"));
    accuracyRow(accuracy, "A", a, table.a());
    accuracyRow(accuracy, "B", b, table.b());
    Table pairs = new Table(left(""), right("B right"), right("B wrong"));
    pairs.row("A right", Format.count(table.bothRight()), Format.count(table.onlyA()));
    pairs.row("A wrong", Format.count(table.onlyB()), Format.count(table.bothWrong()));
    Interval interval = interval();
    return Format.count(table.images(), "test image")
        + "\n\n"
        + accuracy.text()
        + "\n"
        + pairs.text()
        + "\n"
        + Format.text(
            "A − B    %+.2f points, 95 %% interval %+.2f to %+.2f%n",
            points(table.difference()), points(interval.low()), points(interval.high()))
        + Format.text("p        %s, exact McNemar test%n%n", pText(p()))
        + statement()
        + "\n"
        + NO_RECIPES
        + "\n";
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("images", table.images());
    json.put("a", side(a, table.a()));
    json.put("b", side(b, table.b()));
    json.put("both_right", table.bothRight());
    json.put("only_a_right", table.onlyA());
    json.put("only_b_right", table.onlyB());
    json.put("both_wrong", table.bothWrong());
    json.put("difference", points(table.difference()));
    json.put("interval", inPoints(interval()));
    json.put("p", p());
    json.put("distinguishable", distinguishable());
    json.put("statement", statement() + " " + NO_RECIPES);
    return json;
  }

  /**
   * A conclusion on these two sets of weights. The exact test decides; the interval is beside it.
   */
  String statement() {
    String models = "These two trained models are ";
    String images = Format.count(table.images(), "test image");
    if (table.onlyA() + table.onlyB() == 0) {
      return models
          + "not distinguishable on these "
          + images
          + ": there is none that only one of them classifies right.";
    }
    String on = Format.text("on these %s (p = %s)", images, pText(p())).replace("= <", "<");
    boolean apart = !interval().contains(0);
    if (distinguishable()) {
      return models
          + "distinguishable "
          + on
          + ": "
          + (table.onlyA() > table.onlyB() ? "A" : "B")
          + " is right more often than chance between two equals would have it."
          + (apart ? "" : " The interval, an approximation, does hold 0; the exact test decides.");
    }
    return models
        + "not distinguishable "
        + on
        + "."
        + (apart ? " The interval, an approximation, leaves out 0; the exact test decides." : "");
  }

  private double p() {
    return McNemar.p(table.onlyA(), table.onlyB());
  }

  private boolean distinguishable() {
    return p() <= SIGNIFICANT;
  }

  private Interval interval() {
    return PairedDifference.interval(table);
  }

  private static void accuracyRow(Table table, String name, Path path, Proportion accuracy) {
    Interval interval = accuracy.wilson();
    table.row(
        name,
        path.toString(),
        Format.count(accuracy.hits()),
        Format.percent(points(accuracy.estimate())),
        Format.text("%.2f to %.2f %%", points(interval.low()), points(interval.high())));
  }

  private static Map<String, Object> side(Path path, Proportion accuracy) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", path.toString());
    json.put("right", accuracy.hits());
    json.put("top1", points(accuracy.estimate()));
    json.put("interval", inPoints(accuracy.wilson()));
    return json;
  }

  private static List<Double> inPoints(Interval interval) {
    return List.of(points(interval.low()), points(interval.high()));
  }

  private static double points(double share) {
    return 100 * share;
  }

  /** What a p-value is worth: digits where it is near what decides, its size where it is tiny. */
  static String pText(double p) {
    if (p < 1e-300) {
      return "< 1e-300";
    }
    return Format.text(p < 1e-4 ? "%.1e" : p < 0.1 ? "%.4f" : "%.3f", p);
  }
}
