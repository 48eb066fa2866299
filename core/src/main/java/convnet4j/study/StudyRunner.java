package convnet4j.study;

import convnet4j.errors.InputException;
import convnet4j.recipe.RecipeRunner;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.TrainEvent;
import convnet4j.study.Outcome.State;
import convnet4j.study.Plan.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Runs what is missing of a study. Everything that is known of a trial lies in its run's folder, so
 * that a study can be killed at any moment and goes on where it was.
 */
public final class StudyRunner {
  private final StudyFolder folder;
  private final RecipeRunner runner;
  private final Listener listener;
  private final BooleanSupplier stop;
  private final Keep keep;
  private final Queue<Job> waiting = new ArrayDeque<>();
  private Ledger ledger;
  private boolean stopped;

  /** What is left of a run that is over. */
  public enum Keep {
    /** Everything. */
    ALL,
    /** What reports are made of, and what a study needs to go on elsewhere. */
    FIGURES
  }

  /** Told what happens; by several threads where several jobs run, one at a time. */
  public interface Listener {
    /** A trial begins, or goes on. */
    void begins(Trial trial);

    /** Something happened in it. */
    void happens(Trial trial, TrainEvent event);

    /** A trial is over, or was stopped. */
    void ends(Trial trial, Outcome outcome);

    /** A trial was refused; the study goes on with the others. */
    void fails(Trial trial, InputException reason);
  }

  private StudyRunner(
      StudyFolder folder,
      Ledger ledger,
      RecipeRunner runner,
      Keep keep,
      Listener listener,
      BooleanSupplier stop) {
    this.folder = folder;
    this.ledger = ledger;
    this.runner = runner;
    this.keep = keep;
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Runs every trial that {@code only} lets pass and that is not over.
   *
   * @param jobs runs at a time
   * @param keep what is left of those that are over, also of those that were over before
   * @param stop asked now and then; once true, states are saved and the study ends
   * @return what has come of all trials of the plan
   */
  public static Ledger run(
      StudyFolder folder,
      Plan plan,
      Predicate<Trial> only,
      RecipeRunner runner,
      int jobs,
      Keep keep,
      Listener listener,
      BooleanSupplier stop)
      throws IOException {
    StudyRunner study = new StudyRunner(folder, plan.ledger(folder), runner, keep, listener, stop);
    study.ledger.write(folder.ledger());
    for (Ledger.Entry entry : study.ledger.entries()) {
      study.tidy(entry.run(), entry.outcome());
    }
    study.waiting.addAll(missing(plan, study.ledger, only));
    study.run(jobs);
    return study.ledger;
  }

  /** What is left to do: one job for each run. */
  public static List<Job> missing(Plan plan, Ledger ledger, Predicate<Trial> only) {
    List<Job> missing = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < plan.jobs().size(); i++) {
      Job job = plan.jobs().get(i);
      boolean over = ledger.entries().get(i).outcome().state().isOver();
      if (!over && only.test(job.trial()) && seen.add(job.run())) {
        missing.add(job);
      }
    }
    return missing;
  }

  private void run(int jobs) throws IOException {
    List<Future<?>> workers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(jobs)) {
      for (int i = 0; i < jobs; i++) {
        workers.add(threads.submit(this::work));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case UncheckedIOException cause -> throw cause.getCause();
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a study was run", e);
    }
  }

  private void work() {
    try {
      for (Job job = next(); job != null; job = next()) {
        run(job);
      }
    } catch (IOException e) {
      end();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      end();
      throw e;
    }
  }

  private synchronized Job next() {
    return stopped || stop.getAsBoolean() ? null : waiting.poll();
  }

  /** What is wrong with one job is wrong with all that wait. */
  private synchronized void end() {
    stopped = true;
  }

  private void run(Job job) throws IOException {
    begin(job);
    Status status;
    try {
      status =
          runner.run(
              job.trial().recipe(),
              folder.run(job.run()),
              event -> tell(job, event),
              () -> stop.getAsBoolean() || isStopped());
    } catch (InputException e) {
      fail(job, e);
      return;
    }
    end(job, status);
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private synchronized void begin(Job job) throws IOException {
    boolean before = Outcome.read(folder.run(job.run())).state() == State.STARTED;
    folder.note(before ? "resumed" : "started", job.run(), job.trial());
    ledger = ledger.with(job.run(), Outcome.of(State.STARTED));
    ledger.write(folder.ledger());
    listener.begins(job.trial());
  }

  private synchronized void tell(Job job, TrainEvent event) {
    listener.happens(job.trial(), event);
  }

  private synchronized void end(Job job, Status status) throws IOException {
    Outcome outcome = Outcome.read(folder.run(job.run()));
    ledger = ledger.with(job.run(), outcome);
    ledger.write(folder.ledger());
    folder.note(status.label(), job.run(), job.trial());
    tidy(job.run(), outcome);
    listener.ends(job.trial(), outcome);
  }

  private void tidy(String run, Outcome outcome) throws IOException {
    if (keep == Keep.FIGURES && outcome.state().isOver()) {
      folder.keepFigures(run);
    }
  }

  private synchronized void fail(Job job, InputException reason) throws IOException {
    ledger = ledger.with(job.run(), Outcome.of(State.FAILED));
    ledger.write(folder.ledger());
    folder.note("failed", job.run(), job.trial());
    listener.fails(job.trial(), reason);
  }
}
