package convnet4j.cli;

import convnet4j.data.Views;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RunResult;
import convnet4j.recipe.Score;
import convnet4j.render.Time;

/** What is said at the end of a training. */
final class TrainReport {
  private TrainReport() {}

  /** Prints it and returns the exit code. */
  static int print(Recipe recipe, RunResult result, Console console) {
    console.say("");
    console.result(text(result), result.toJson());
    switch (result.status()) {
      case FINISHED -> next(recipe, result, console);
      case INTERRUPTED -> {
        console.always("go on with:");
        console.always("  " + Commands.resume(result.run()));
      }
      case DIVERGED -> console.error(diverged(recipe, result));
    }
    return switch (result.status()) {
      case FINISHED -> ExitCode.DONE;
      case INTERRUPTED -> ExitCode.INTERRUPTED;
      case DIVERGED -> ExitCode.WRONG_INPUT;
    };
  }

  static String text(RunResult result) {
    StringBuilder text = new StringBuilder();
    text.append(
        Format.text(
            "%s after %s, %s, %s\n",
            result.status().label(),
            Format.count(result.epochs(), "epoch"),
            Format.count(result.steps(), "step"),
            Time.of(result.seconds())));
    if (result.bestEpoch() != null) {
      text.append(Format.text("ends with epoch %d, the best\n", result.bestEpoch()));
    }
    if (result.validation() != null) {
      text.append("validation: ").append(score(result.validation())).append('\n');
    }
    if (result.test() != null) {
      boolean once = result.views().equals(new Views.Center());
      String views = once ? "" : ", views " + result.views().text();
      text.append("test: ").append(score(result.test())).append(views).append('\n');
    }
    if (Double.isFinite(result.dataWait())) {
      text.append(Format.text("waited for data %s\n", Format.percent(result.dataWait())));
    }
    if (result.skippedImages() > 0) {
      text.append(
          Format.text(
              "left out: %s that could not be decoded\n",
              Format.count(result.skippedImages(), "image")));
    }
    return text.append(Format.text("run: %s\n", result.run())).toString();
  }

  private static String score(Score score) {
    String top5 = score.top5() == null ? "" : ", top-5 " + Format.percent(score.top5());
    return Format.text(
        "top-1 %s%s, loss %s", Format.percent(score.top1()), top5, Format.loss(score.loss()));
  }

  private static void next(Recipe recipe, RunResult result, Console console) {
    console.say("");
    console.say("next:");
    console.say("  " + Commands.eval(result.run()));
    console.say("  " + Commands.predict(result.run()));
    console.say("  " + Commands.trainLonger(recipe));
  }

  private static String diverged(Recipe recipe, RunResult result) {
    String checkpoint =
        result.lastCheckpoint() == null
            ? "no checkpoint was saved before"
            : "the last good checkpoint is " + result.lastCheckpoint();
    return Format.text(
        "the loss at step %d is not a finite number; %s; try an --lr below %s, or --warmup %d",
        result.divergedAtStep(),
        checkpoint,
        recipe.optimizer().lr(),
        Math.max(1, recipe.length().steps() / 20)); // an epoch, or a twentieth of the steps
  }
}
