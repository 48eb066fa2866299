package convnet4j.cli;

import convnet4j.recipe.Recipe;
import convnet4j.recipe.Score;
import convnet4j.recipe.TrainEvent;
import convnet4j.render.Time;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells people how a training goes: a line that keeps up with it, and a row per epoch. */
final class TrainProgress implements Consumer<TrainEvent> {
  private static final String TRAIN = "%7s  %10s  %11s";
  private static final String OTHER = "  %9s  %10s";
  private static final String TIME = "  %12s";

  private final Console console;
  private final Recipe recipe;
  private final LongSupplier nanoTime;

  private TrainEvent.Started started;

  /** The first step of this session and when it ended: before it lies the start-up. */
  private long firstStep = -1;

  private long firstNanos;
  private int epoch = -1;
  private double lossSum;
  private long correct;
  private long images;
  private boolean titled;

  /** A finished epoch's, until it is known whether a checkpoint was saved with it. */
  private String row;

  TrainProgress(Console console, Recipe recipe, LongSupplier nanoTime) {
    this.console = console;
    this.recipe = recipe;
    this.nanoTime = nanoTime;
  }

  @Override
  public void accept(TrainEvent event) {
    if (!(event instanceof TrainEvent.Saved)) {
      print("");
    }
    switch (event) {
      case TrainEvent.Started e -> start(e);
      case TrainEvent.Stepped e -> step(e);
      case TrainEvent.EpochEnded e -> endEpoch(e);
      case TrainEvent.Saved e -> print("saved");
      case TrainEvent.Notice e -> console.say(e.text());
      case TrainEvent.Finished e -> {}
    }
  }

  private void start(TrainEvent.Started e) {
    started = e;
    console.say(
        Format.text(
            "%s parameters, %s, %s, %s, seed %d",
            Format.count(e.params()),
            length(e),
            e.precision().label(),
            Format.count(recipe.threads(), "thread"),
            recipe.seed()));
    console.say("run: " + e.run());
    if (e.resumedAtStep() > 0) {
      console.say(
          "resumed after step "
              + Format.count(e.resumedAtStep())
              + " of "
              + Format.count(e.steps()));
    }
    console.say("");
  }

  private String length(TrainEvent.Started e) {
    String epoch = "of " + Format.count(e.stepsPerEpoch(), "step");
    return recipe.length().inSteps()
        ? Format.count(e.steps(), "step") + " in epochs " + epoch
        : Format.count(recipe.length().epochs(), "epoch") + " " + epoch;
  }

  /** The last of them may end before all images were seen. */
  private long epochs() {
    return Math.ceilDiv(started.steps(), started.stepsPerEpoch());
  }

  private void step(TrainEvent.Stepped e) {
    if (firstStep < 0) {
      firstStep = e.step();
      firstNanos = nanoTime.getAsLong();
    }
    if (e.epoch() != epoch) {
      epoch = e.epoch();
      lossSum = 0;
      correct = 0;
      images = 0;
    }
    lossSum += e.loss() * e.images();
    correct += e.correct();
    images += e.images();
    console.progress(() -> line(e));
  }

  private String line(TrainEvent.Stepped e) {
    return Format.text(
        "epoch %d/%d  step %d/%d  loss %s  top-1 %.1f %%  %s images/s  lr %s%s",
        e.epoch() + 1,
        epochs(),
        e.step() + 1,
        started.steps(),
        Format.loss(lossSum / images),
        100.0 * correct / images,
        Format.rate(e.imagesPerSecond()),
        Format.learningRate(e.lr()),
        timeLeft(e.step()));
  }

  /** By the pace of this session so far, tests between epochs included. */
  private String timeLeft(long step) {
    if (step == firstStep) {
      return "";
    }
    double secondsPerStep = (nanoTime.getAsLong() - firstNanos) / 1e9 / (step - firstStep);
    return "  " + Time.of(secondsPerStep * (started.steps() - step - 1)) + " left";
  }

  private void endEpoch(TrainEvent.EpochEnded e) {
    if (!titled) {
      String held = isHeldOut() ? Format.text(OTHER, "val loss", "val top-1") : "";
      String title =
          Format.text(TRAIN, "epoch", "train loss", "train top-1")
              + held
              + Format.text(OTHER, "test loss", "test top-1")
              + Format.text(TIME, "time");
      console.say(console.bold(title));
      titled = true;
    }
    Score train = e.train();
    row =
        Format.text(
                TRAIN,
                (e.epoch() + 1) + "/" + epochs(),
                Format.loss(train.loss()),
                Format.percent(train.top1()))
            + (isHeldOut() ? other(e.validation()) : "")
            + other(e.test())
            + Format.text(TIME, Time.of(e.seconds()));
  }

  private boolean isHeldOut() {
    return recipe.images().holdOut() > 0;
  }

  /** Two columns, empty where nothing was tested. */
  private static String other(Score score) {
    return score == null
        ? Format.text(OTHER, "", "")
        : Format.text(OTHER, Format.loss(score.loss()), Format.percent(score.top1()));
  }

  private void print(String checkpoint) {
    if (row != null) {
      console.say((row + "  " + checkpoint).stripTrailing());
      row = null;
    }
  }
}
