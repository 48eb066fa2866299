package convnet4j.recipe;

import convnet4j.data.Views;
import convnet4j.io.Json;
import convnet4j.net.Shape.FeatureMap;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param network name in the zoo
 * @param data name or path of the data set
 * @param run its folder
 * @param status how it ended
 * @param epochs passes completed, copies included
 * @param steps done
 * @param seconds of training and testing, all sessions of the run together
 * @param imagesPerSecond in training, without testing and saving, copies included
 * @param dataWait share of the training time that went into waiting for batches, in percent; of the
 *     same time as {@code imagesPerSecond}
 * @param input of the network that was trained
 * @param classes it tells apart
 * @param params trained values
 * @param train of the last epoch; null before the first epoch has ended
 * @param validation on the images that are held out, after the best epoch or else the last; null
 *     where none are or they were not looked at
 * @param test of the network that the run ended with, else after the last test; null before the
 *     first
 * @param testImages that {@code test} is of; null where the run has not come to its end
 * @param views of the test images that a finished run has looked at
 * @param bestEpoch the epoch whose network the run ended with, from 1; null where that is the last
 *     because none is chosen
 * @param seed of all random numbers
 * @param precision used: never AUTO
 * @param threads that computed
 * @param divergedAtStep the step whose loss was not finite; null unless diverged
 * @param skippedImages images that could not be decoded and were left out
 * @param lastCheckpoint the newest checkpoint's weights; null when none was saved
 */
public record RunResult(
    String network,
    String data,
    Path run,
    Status status,
    int epochs,
    long steps,
    double seconds,
    double imagesPerSecond,
    double dataWait,
    FeatureMap input,
    int classes,
    long params,
    Score train,
    Score validation,
    Score test,
    Integer testImages,
    Views views,
    Integer bestEpoch,
    long seed,
    Precision precision,
    int threads,
    Long divergedAtStep,
    long skippedImages,
    Path lastCheckpoint) {
  /** How a run ended. */
  public enum Status {
    FINISHED,
    /** Stopped from outside; it can be resumed. */
    INTERRUPTED,
    /** A loss was not finite. */
    DIVERGED;

    /** The spelling of files. */
    public String label() {
      return RecipeValues.label(this);
    }
  }

  /**
   * The JSON document of {@code train --json} and {@code result.json}, indented. Numbers that are
   * not finite are null in it.
   */
  public String toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("network", network);
    json.put("data", data);
    json.put("run", run.toString());
    json.put("status", status.label());
    json.put("epochs", epochs);
    json.put("steps", steps);
    json.put("seconds", seconds);
    json.put("images_per_second", imagesPerSecond);
    json.put("data_wait", dataWait);
    json.put("input", List.of(input.channels(), input.height(), input.width()));
    json.put("classes", classes);
    json.put("params", params);
    json.put("train", train == null ? null : lossAndTop1(train));
    json.put("validation", validation == null ? null : withTop5(validation));
    json.put("test", test == null ? null : withTop5(test));
    json.put("test_images", testImages);
    json.put("views", views.text());
    json.put("best_epoch", bestEpoch);
    json.put("seed", seed);
    json.put("precision", precision.label());
    json.put("threads", threads);
    json.put("diverged_at_step", divergedAtStep);
    json.put("skipped_images", skippedImages);
    json.put("last_checkpoint", lastCheckpoint == null ? null : lastCheckpoint.toString());
    return Json.pretty(json);
  }

  private static Map<String, Object> lossAndTop1(Score score) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("loss", score.loss());
    json.put("top1", score.top1());
    return json;
  }

  private static Map<String, Object> withTop5(Score score) {
    Map<String, Object> json = lossAndTop1(score);
    json.put("top5", score.top5());
    return json;
  }
}
