package convnet4j.cli;

import convnet4j.errors.InputException;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.TrainEvent;
import convnet4j.render.Time;
import convnet4j.study.Outcome;
import convnet4j.study.Outcome.State;
import convnet4j.study.StudyRunner;
import convnet4j.study.Trial;
import convnet4j.study.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.DoubleStream;

/** Tells people how a study goes: a row for each run, and a line that keeps up with the grid. */
final class StudyProgress implements StudyRunner.Listener {
  /** What was measured before a study began may be wrong by far: other work was on the machine. */
  private static final long TELLING_NANOS = 20_000_000_000L;

  private final StudyPlan plan;
  private final Console console;
  private final LongSupplier nanoTime;
  private final int runs;
  private final List<String> failures = new ArrayList<>();

  private final Map<Trial, UnderWay> underWay = new LinkedHashMap<>();
  private final List<Trial> left;
  private int over;
  private String phase = "";

  /** How far a run is. */
  private static final class UnderWay {
    final long begun;

    /** The share of the run that is done. */
    double share;

    /**
     * The same when it was first told of a step, and when that was: before it lies the start-up.
     */
    double firstShare = Double.NaN;

    long firstNanos;

    UnderWay(long begun) {
      this.begun = begun;
    }
  }

  StudyProgress(StudyPlan plan, Console console, LongSupplier nanoTime) {
    this.plan = plan;
    this.console = console;
    this.nanoTime = nanoTime;
    this.runs = plan.missing().size();
    this.left = new ArrayList<>(plan.missing().stream().map(job -> job.trial()).toList());
  }

  /** What was refused, a line each. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void begins(Trial trial) {
    left.remove(trial);
    underWay.put(trial, new UnderWay(nanoTime.getAsLong()));
    show();
  }

  @Override
  public void happens(Trial trial, TrainEvent event) {
    switch (event) {
      case TrainEvent.Started e -> {
        underWay.get(trial).share = (double) e.resumedAtStep() / e.steps();
        phase = "";
      }
      case TrainEvent.Stepped e -> {
        reached(trial, e.step() + 1);
        phase =
            Format.text(
                "  epoch %d  loss %s  %s images/s",
                e.epoch() + 1, Format.loss(e.loss()), Format.rate(e.imagesPerSecond()));
        show();
      }
      case TrainEvent.Notice e -> console.say(trial.cell() + ": " + e.text());
      case TrainEvent.EpochEnded e -> {}
      case TrainEvent.Saved e -> {
        reached(trial, e.step());
        show();
      }
      case TrainEvent.Finished e -> {}
    }
  }

  private void reached(Trial trial, long steps) {
    Recipe recipe = trial.recipe();
    Work work = plan.work(recipe);
    UnderWay run = underWay.get(trial);
    double trained = (double) steps * recipe.step().batchSize();
    run.share = Math.min(1, trained / Math.max(1, work.trained()));
    long now = nanoTime.getAsLong();
    if (Double.isNaN(run.firstShare)) {
      run.firstShare = run.share;
      run.firstNanos = now;
    } else if (now - run.firstNanos >= TELLING_NANOS && run.share > run.firstShare) {
      plan.pace().reached(recipe, work, run.share - run.firstShare, (now - run.firstNanos) / 1e9);
    }
  }

  @Override
  public void ends(Trial trial, Outcome outcome) {
    UnderWay run = underWay.remove(trial);
    if (outcome.state().isOver()) {
      over++;
      Recipe recipe = trial.recipe();
      plan.pace().finished(recipe, plan.work(recipe), outcome);
      console.say(
          Format.text(
              "%s  %s  %s  %s",
              place(over),
              trial,
              outcome.state() == State.DIVERGED
                  ? "diverged"
                  : "test top-1 " + Format.percent(outcome.testTop1()),
              Time.of((nanoTime.getAsLong() - run.begun) / 1e9)));
    }
  }

  @Override
  public void fails(Trial trial, InputException reason) {
    underWay.remove(trial);
    failures.add(trial + ": " + reason.getMessage());
    console.error(failures.getLast());
  }

  private String place(int number) {
    return Format.text("%" + Integer.toString(runs).length() + "d/%d", number, runs);
  }

  private void show() {
    console.progress(
        () ->
            place(over + underWay.size())
                + "  "
                + (underWay.size() == 1
                    ? underWay.keySet().iterator().next() + phase
                    : String.join("; ", underWay.entrySet().stream().map(this::told).toList()))
                + "  "
                + StudyPlan.time(secondsLeft())
                + " left");
  }

  private String told(Map.Entry<Trial, UnderWay> run) {
    return Format.text("%s %.0f %%", run.getKey(), 100 * run.getValue().share);
  }

  /** Of what has a known speed. */
  private double secondsLeft() {
    DoubleStream waiting = left.stream().mapToDouble(trial -> seconds(trial, 0));
    DoubleStream running =
        underWay.entrySet().stream()
            .mapToDouble(run -> seconds(run.getKey(), run.getValue().share));
    double sum = DoubleStream.concat(waiting, running).filter(Double::isFinite).sum();
    return sum / Math.max(1, underWay.size());
  }

  private double seconds(Trial trial, double done) {
    return (1 - done) * plan.pace().seconds(trial.recipe(), plan.work(trial.recipe()));
  }
}
