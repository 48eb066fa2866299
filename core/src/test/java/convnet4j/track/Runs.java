package convnet4j.track;

import convnet4j.data.Views;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.Precision;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RunResult;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.Score;
import convnet4j.recipe.TrainEvent;
import java.nio.file.Path;
import java.util.Map;

/** Events of an imagined run. */
final class Runs {
  static final Recipe RECIPE =
      Recipe.of(
          Map.of(
              "network",
              "resnet20",
              "data",
              "shapes",
              "epochs",
              2,
              "threads",
              1,
              "set",
              Map.of("shortcut", "B")));

  private Runs() {}

  static TrainEvent.Started started(Path run, long steps, long resumedAtStep) {
    return new TrainEvent.Started(run, 272_474, steps, 10, Precision.FP32, resumedAtStep);
  }

  /** A step whose learning rate is 0.1 and whose gradient norm was not measured. */
  static TrainEvent.Stepped step(long step, double loss, int images) {
    return step(step, loss, images, Double.NaN);
  }

  static TrainEvent.Stepped step(long step, double loss, int images, double norm) {
    return new TrainEvent.Stepped(step, (int) (step / 10), loss, 1, images, 0.1, 100, norm);
  }

  static TrainEvent.EpochEnded epoch(int epoch, Score validation, Score test) {
    Score train = new Score(1.5, 50, null);
    return new TrainEvent.EpochEnded(
        epoch, 10L * (epoch + 1), 0.1, train, validation, test, 9, 100);
  }

  static TrainEvent.Finished finished(Path run, Status status) {
    return new TrainEvent.Finished(
        new RunResult(
            "resnet20",
            "shapes",
            run,
            status,
            2,
            20,
            18,
            100,
            0,
            new FeatureMap(3, 32, 32),
            10,
            272_474,
            null,
            null,
            null,
            null,
            new Views.Center(),
            null,
            0,
            Precision.FP32,
            1,
            null,
            0,
            null));
  }
}
