package convnet4j.cli;

import convnet4j.data.Preprocessing;
import convnet4j.data.Views;
import convnet4j.eval.Evaluation;
import convnet4j.recipe.Score;
import convnet4j.weights.ModelInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code eval} found.
 *
 * @param models the network, and those that join it in an ensemble
 * @param data name or path
 * @param views of every image
 * @param precision that was computed in
 * @param threads that computed
 */
record EvalReport(
    List<Model> models,
    String data,
    Views views,
    Evaluation evaluation,
    String precision,
    int threads) {
  /** A network, without its weights. */
  record Model(Path path, ModelInfo info) {}

  EvalReport {
    models = List.copyOf(models);
  }

  /**
   * For people.
   *
   * @param name of the data
   */
  String text(String name) {
    Model first = models.getFirst();
    Score score = evaluation.score();
    StringBuilder text = new StringBuilder();
    text.append(
        Format.text(
            "%s (%s) on %s: %s test images%n",
            first.info().network(), first.path(), name, Format.count(evaluation.answers().size())));
    for (Model member : models.subList(1, models.size())) {
      text.append(Format.text("with     %s (%s)%n", member.info().network(), member.path()));
    }
    if (!views.equals(new Views.Center())) {
      text.append(Format.text("views    %s%n", views.text()));
    }
    text.append(Format.text("top-1    %s%n", Format.percent(score.top1())));
    if (score.top5() != null) {
      text.append(Format.text("top-5    %s%n", Format.percent(score.top5())));
    }
    text.append(Format.text("loss     %s%n", Format.loss(score.loss())));
    text.append(Format.text("wrong    %s%n", Format.count(evaluation.wrong())));
    if (evaluation.skipped() > 0) {
      text.append(Format.text("left out %s%n", Format.count(evaluation.skipped())));
    }
    String speed = Format.rate(evaluation.imagesPerSecond());
    return text.append(Format.text("speed    %s images/s, %s%n", speed, precision)).toString();
  }

  /**
   * What was measured, in a line.
   *
   * @param name of the data
   */
  String title(String name) {
    String networks =
        models.stream().map(m -> m.info().network()).collect(Collectors.joining(" + "));
    return networks
        + " on "
        + name
        + (views.equals(new Views.Center()) ? "" : ", views " + views.text());
  }

  /** For programs. */
  Map<String, Object> json() {
    Map<String, Object> test = new LinkedHashMap<>();
    test.put("loss", evaluation.score().loss());
    test.put("top1", evaluation.score().top1());
    test.put("top5", evaluation.score().top5());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("network", models.getFirst().info().network());
    json.put("data", data);
    json.put("checkpoint", models.getFirst().path().toString());
    json.put("ensemble", models.stream().skip(1).map(member -> member.path().toString()).toList());
    json.put("images", evaluation.answers().size());
    json.put("views", views.text());
    json.put("preprocessing", json(models.getFirst().info().preprocessing()));
    json.put("test", test);
    json.put("wrong", evaluation.wrong());
    json.put("skipped_images", evaluation.skipped());
    json.put("images_per_second", evaluation.imagesPerSecond());
    json.put("precision", precision);
    json.put("threads", threads);
    return json;
  }

  static Map<String, Object> json(Preprocessing preprocessing) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("resize", preprocessing.resize());
    json.put("interpolation", preprocessing.interpolation().label());
    json.put("mean", preprocessing.normalisation().mean());
    json.put("std", preprocessing.normalisation().std());
    return json;
  }
}
