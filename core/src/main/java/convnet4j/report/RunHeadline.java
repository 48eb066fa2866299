package convnet4j.report;

import convnet4j.recipe.Recipe;
import convnet4j.render.Html;
import convnet4j.render.Table;
import convnet4j.render.Time;
import convnet4j.stats.Answer;
import convnet4j.stats.Interval;
import convnet4j.stats.Proportion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The top of a run's page: what was trained, how far it is, how good it is. */
final class RunHeadline {
  private static final String UNKNOWN = "–";

  private final RunPage page;
  private final RunData data;
  private final Columns epochs;

  RunHeadline(RunPage page) {
    this.page = page;
    this.data = page.data();
    this.epochs = data.epochs();
  }

  void write(Html html) {
    html.open("header");
    html.text("h1", page.title());
    html.text("span", data.status(), "class", "status " + data.status());
    html.text("p", about(), "class", "note");
    html.close();
    html.open("dl", "class", "tiles");
    outcome(html);
    accuracy(html, "test", "test");
    accuracy(html, "val", "validation");
    progress(html);
    speed(html);
    html.close();
    if (data.result().get("diverged_at_step") instanceof Number step) {
      html.text(
          "p",
          "The loss at step " + Table.count(step.longValue()) + " is not a finite number.",
          "class",
          "problem");
    }
  }

  /** How many images there are, and how many of them were recognised. */
  static String counted(List<Answer> answers) {
    long right = answers.stream().filter(Answer::right).count();
    return Table.count(answers.size())
        + " test images, "
        + Table.count(right)
        + " of them right, top-1 "
        + RunPage.percent(100.0 * right / answers.size());
  }

  /** What the run ended with, where that is not what the last epoch's row says. */
  private void outcome(Html html) {
    Object epoch = data.result().get("best_epoch");
    String views = String.valueOf(data.result().getOrDefault("views", "center"));
    if (data.finished()
        && (epoch != null || !views.equals("center"))
        && data.result().get("test") instanceof Map<?, ?> test
        && test.get("top1") instanceof Number top1) {
      String network = epoch == null ? "the last network" : "the network of epoch " + epoch;
      String seen = views.equals("center") ? "" : ", views " + views;
      tile(html, "result, test top-1", RunPage.percent(top1.doubleValue()), network + seen);
    }
  }

  private void accuracy(Html html, String split, String name) {
    List<Double> curve = epochs.of(split + "_top1");
    int last = last(curve);
    if (last < 0) {
      if (split.equals("test")) {
        tile(html, "test top-1", UNKNOWN, "no epoch has been tested yet");
      }
      return;
    }
    int best = best(curve);
    String when = "after epoch " + epoch(last) + interval(split, curve.get(last), last);
    // The highest of many figures on the same images is no estimate of accuracy.
    String chosen = split.equals("test") ? ", chosen by the test images themselves" : "";
    String record =
        best == last
            ? "the highest so far"
            : "the highest was "
                + RunPage.percent(curve.get(best))
                + " after epoch "
                + epoch(best)
                + chosen;
    tile(html, name + " top-1", RunPage.percent(curve.get(last)), when + "; " + record);
    double top5 = epochs.of(split + "_top5").get(last);
    if (!Double.isNaN(top5)) {
      tile(html, name + " top-5", RunPage.percent(top5), "after epoch " + epoch(last));
    }
  }

  private String interval(String split, double top1, int row) {
    boolean counted = !data.answers().isEmpty() && row == epochs.rows().size() - 1;
    long images = counted ? data.answers().size() : page.testImages();
    if (!split.equals("test") || images == 0) {
      return "";
    }
    Interval interval = new Proportion(Math.round(top1 / 100 * images), images).wilson();
    return String.format(
        Locale.ROOT,
        ", 95 %% interval %.2f to %.2f on %s images",
        100 * interval.low(),
        100 * interval.high(),
        Table.count(images));
  }

  private void progress(Html html) {
    Recipe recipe = data.recipe();
    double steps = data.steps().rows().isEmpty() ? epochs.last("step") : data.steps().last("step");
    double done = Double.isNaN(epochs.last("epoch")) ? 0 : epochs.last("epoch");
    String of = recipe.length().steps() > 0 ? "" : " of " + Table.count(recipe.length().epochs());
    String length =
        recipe.length().steps() > 0 ? " of " + Table.count(recipe.length().steps()) : "";
    tile(
        html,
        "epochs",
        Table.count((long) done) + of,
        Double.isNaN(steps) ? "" : Table.count((long) steps) + length + " steps");
  }

  private void speed(Html html) {
    double rate = epochs.last("images_per_second");
    if (!Double.isNaN(rate)) {
      double wait = epochs.last("data_wait");
      tile(
          html,
          "images per second",
          String.format(Locale.ROOT, rate < 100 ? "%.1f" : "%,.0f", rate),
          Double.isNaN(wait) ? "" : RunPage.percent(wait) + " of the time waiting for data");
    }
    double seconds = epochs.last("seconds");
    if (!Double.isNaN(seconds)) {
      tile(html, "time", Time.of(seconds), "training and testing");
    }
  }

  /** Where it lies, what it is, and what the writer of the page has to say. */
  private String about() {
    List<String> parts = new ArrayList<>(List.of(data.folder().toString()));
    if (data.result().get("params") instanceof Number params) {
      parts.add(Table.count(params.longValue()) + " parameters");
      parts.add(String.valueOf(data.result().get("precision")));
    }
    parts.add("seed " + data.recipe().seed());
    parts.add(page.note());
    parts.removeIf(String::isEmpty);
    return String.join(" · ", parts);
  }

  private static void tile(Html html, String what, String value, String more) {
    html.open("div");
    html.text("dt", what);
    html.text("dd", value, "class", "value");
    html.text("dd", more, "class", "note");
    html.close();
  }

  private String epoch(int row) {
    return Table.count(epochs.of("epoch").get(row).longValue());
  }

  private static int last(List<Double> values) {
    for (int i = values.size() - 1; i >= 0; i--) {
      if (!values.get(i).isNaN()) {
        return i;
      }
    }
    return -1;
  }

  /** The latest of the highest. */
  private static int best(List<Double> values) {
    int best = last(values);
    for (int i = best; i >= 0; i--) {
      if (values.get(i) > values.get(best)) {
        best = i;
      }
    }
    return best;
  }
}
