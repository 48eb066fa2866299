package convnet4j.study;

import convnet4j.io.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of a trial. Figures are NaN where there are none.
 *
 * @param state how far it is
 * @param trainLoss of the last epoch
 * @param trainTop1 of the last epoch, in percent
 * @param testLoss of the network that it ended with
 * @param testTop1 in percent
 * @param testTop5 in percent
 * @param params trained values
 * @param epochs done
 * @param steps done
 * @param seconds of training and testing
 * @param imagesPerSecond in training
 */
public record Outcome(
    State state,
    double trainLoss,
    double trainTop1,
    double testLoss,
    double testTop1,
    double testTop5,
    double params,
    double epochs,
    double steps,
    double seconds,
    double imagesPerSecond) {
  /** The names of the figures, in the order of the ledger's columns. */
  static final List<String> FIGURES =
      List.of(
          "train_loss",
          "train_top1",
          "test_loss",
          "test_top1",
          "test_top5",
          "params",
          "epochs",
          "steps",
          "seconds",
          "images_per_second");

  /** How far a trial is. */
  public enum State {
    /** Nothing has been done for it. */
    MISSING,
    /** It was stopped or killed, or trains now. */
    STARTED,
    /** It was refused; running the study tries again. */
    FAILED,
    /** It came to its end. */
    FINISHED,
    /** Its loss was no number, which is a result. */
    DIVERGED;

    /** The spelling of files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether there is nothing left to run. */
    public boolean isOver() {
      return this == FINISHED || this == DIVERGED;
    }
  }

  /** What there is to say of a trial that is not over. */
  static Outcome of(State state) {
    return of(state, new double[0]);
  }

  /** Figures in the order of {@link #FIGURES}; what is missing at the end is NaN. */
  static Outcome of(State state, double... figures) {
    double[] f = Arrays.copyOf(figures, FIGURES.size());
    Arrays.fill(f, figures.length, f.length, Double.NaN);
    return new Outcome(state, f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9]);
  }

  /** In the order of {@link #FIGURES}. */
  double[] figures() {
    return new double[] {
      trainLoss,
      trainTop1,
      testLoss,
      testTop1,
      testTop5,
      params,
      epochs,
      steps,
      seconds,
      imagesPerSecond
    };
  }

  /**
   * What a run's folder says.
   *
   * @throws convnet4j.errors.InputException when its result is not a JSON document
   */
  static Outcome read(Path run) {
    Path file = run.resolve("result.json");
    if (!Files.exists(file)) {
      return of(Files.exists(run.resolve("recipe.yaml")) ? State.STARTED : State.MISSING);
    }
    Map<String, Object> json = Json.document(file);
    State state =
        switch (String.valueOf(json.get("status"))) {
          case "finished" -> State.FINISHED;
          case "diverged" -> State.DIVERGED;
          default -> State.STARTED;
        };
    return of(
        state,
        number(json, "train", "loss"),
        number(json, "train", "top1"),
        number(json, "test", "loss"),
        number(json, "test", "top1"),
        number(json, "test", "top5"),
        number(json, "params"),
        number(json, "epochs"),
        number(json, "steps"),
        number(json, "seconds"),
        number(json, "images_per_second"));
  }

  private static double number(Map<?, ?> json, String key) {
    return json.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static double number(Map<?, ?> json, String part, String key) {
    return json.get(part) instanceof Map<?, ?> map ? number(map, key) : Double.NaN;
  }
}
