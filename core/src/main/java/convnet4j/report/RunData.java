package convnet4j.report;

import convnet4j.io.Json;
import convnet4j.recipe.LayerLooks;
import convnet4j.recipe.LayersCsv;
import convnet4j.recipe.PredictionsCsv;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RecipeYaml;
import convnet4j.stats.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run's folder says of the run. Files that a run writes later may be missing.
 *
 * @param folder where it lies
 * @param recipe of the run
 * @param environment versions, processor, threads; empty where it is not known
 * @param epochs columns of {@code metrics.csv}
 * @param steps columns of {@code steps.csv}, windows of steps
 * @param layers what {@code layers.csv} says of the layers
 * @param result how the run ended; empty while it has not
 * @param answers of the finished network to the test images; empty before
 */
public record RunData(
    Path folder,
    Recipe recipe,
    Map<String, Object> environment,
    Columns epochs,
    Columns steps,
    LayerLooks layers,
    Map<String, Object> result,
    List<Answer> answers) {
  public RunData {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    result = Collections.unmodifiableMap(new LinkedHashMap<>(result)); // holds nulls
    answers = List.copyOf(answers);
  }

  /**
   * Reads a run's folder.
   *
   * @throws convnet4j.errors.InputException when it is none, or one of its files is not what it
   *     should be
   */
  public static RunData read(Path folder) {
    Path predictions = folder.resolve("predictions-test.csv");
    return new RunData(
        folder,
        RecipeYaml.read(folder.resolve("recipe.yaml")),
        Json.document(folder.resolve("environment.json")),
        Columns.read(folder.resolve("metrics.csv")),
        Columns.read(folder.resolve("steps.csv")),
        LayersCsv.read(folder.resolve("layers.csv")),
        Json.document(folder.resolve("result.json")),
        Files.exists(predictions) ? PredictionsCsv.read(predictions) : List.of());
  }

  /** The same run while it goes on: what an earlier session of it came to is not its result. */
  public RunData running() {
    Map<String, Object> none = Map.of("status", "running");
    return new RunData(folder, recipe, environment, epochs, steps, layers, none, List.of());
  }

  /** Whether it came to its end. */
  public boolean finished() {
    return status().equals("finished");
  }

  /**
   * {@code finished}, {@code interrupted}, {@code diverged} or {@code running}; {@code unfinished}
   * when it was killed, so that nothing tells.
   */
  String status() {
    return result.get("status") instanceof String status ? status : "unfinished";
  }
}
