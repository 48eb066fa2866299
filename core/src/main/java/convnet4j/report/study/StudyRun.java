package convnet4j.report.study;

import convnet4j.io.Json;
import convnet4j.recipe.LayerLooks;
import convnet4j.recipe.LayersCsv;
import convnet4j.recipe.PredictionsCsv;
import convnet4j.recipe.Recipe;
import convnet4j.report.Columns;
import convnet4j.stats.Answer;
import convnet4j.study.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A run of a study that is over.
 *
 * @param entry its row in the ledger
 * @param folder where it lies
 * @param environment versions, processor, threads; empty where it is not known
 * @param epochs columns of {@code metrics.csv}
 * @param steps columns of {@code steps.csv}
 */
record StudyRun(
    Ledger.Entry entry,
    Path folder,
    Map<String, Object> environment,
    Columns epochs,
    Columns steps) {
  StudyRun {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment)); // holds nulls
  }

  static StudyRun read(Ledger.Entry entry, Path folder) {
    return new StudyRun(
        entry,
        folder,
        Json.document(folder.resolve("environment.json")),
        Columns.read(folder.resolve("metrics.csv")),
        Columns.read(folder.resolve("steps.csv")));
  }

  /**
   * What its network said of the test images; none where that was not kept. Read when it is asked
   * for: a study has hundreds of runs.
   */
  List<Answer> answers() {
    Path file = folder.resolve("predictions-test.csv");
    return Files.exists(file) ? PredictionsCsv.read(file) : List.of();
  }

  /**
   * Training and testing, an epoch that was not ended counting for its part; NaN where none was.
   */
  double secondsPerEpoch() {
    double stepsOfOne = epochs.rows().isEmpty() ? Double.NaN : epochs.of("step").getFirst();
    boolean whole = entry.outcome().epochs() >= 1;
    return whole ? entry.outcome().seconds() * stepsOfOne / entry.outcome().steps() : Double.NaN;
  }

  /** How many test images its accuracy is of; 0 where that is not known. */
  int testImages() {
    return Json.document(folder.resolve("result.json")).get("test_images") instanceof Number images
        ? images.intValue()
        : 0;
  }

  /**
   * The network's options with the input and the classes that the data gave it; as the recipe has
   * them where the run does not say.
   */
  Map<String, String> options(Recipe recipe) {
    Map<String, Object> result = Json.document(folder.resolve("result.json"));
    Map<String, String> options = new LinkedHashMap<>(recipe.options());
    if (result.get("classes") instanceof Number classes) {
      options.put("classes", classes.toString());
    }
    if (result.get("input") instanceof List<?> input) {
      options.put("input", input.stream().map(String::valueOf).collect(Collectors.joining("x")));
    }
    return options;
  }

  /** What was seen of its layers; nothing where it was not looked at. */
  LayerLooks layers() {
    return LayersCsv.read(folder.resolve("layers.csv"));
  }
}
