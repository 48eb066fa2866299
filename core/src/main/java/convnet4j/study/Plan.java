package convnet4j.study;

import convnet4j.study.Outcome.State;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The trials of a study and where each is run. Trials of one recipe share a run.
 *
 * @param axes of the study
 * @param jobs one for each trial, in the order in which they are run
 */
public record Plan(List<String> axes, List<Job> jobs) {
  /**
   * A trial and its run.
   *
   * @param run the hash of its recipe, which names its folder
   */
  public record Job(Trial trial, String run) {}

  public Plan {
    axes = List.copyOf(axes);
    jobs = List.copyOf(jobs);
  }

  /**
   * A plan.
   *
   * @param digests of data sets, by what recipes call them
   */
  public static Plan of(Study study, List<Trial> trials, Function<String, String> digests) {
    return new Plan(
        study.axes().stream().map(Axis::name).toList(),
        trials.stream()
            .map(trial -> new Job(trial, RecipeHash.of(trial.recipe(), digests.apply(data(trial)))))
            .toList());
  }

  private static String data(Trial trial) {
    return trial.recipe().images().data();
  }

  /** What has come of it so far, by what lies in the folders of its runs. */
  public Ledger ledger(StudyFolder folder) {
    Set<String> refused = refused(folder);
    return new Ledger(axes, jobs.stream().map(job -> entry(job, folder, refused)).toList());
  }

  private static Ledger.Entry entry(Job job, StudyFolder folder, Set<String> refused) {
    Outcome outcome = Outcome.read(folder.run(job.run()));
    return new Ledger.Entry(
        job.trial().cell(),
        job.trial().seed(),
        job.run(),
        !outcome.state().isOver() && refused.contains(job.run())
            ? Outcome.of(State.FAILED)
            : outcome);
  }

  /** The runs that were refused when they were tried last, which their folders do not tell. */
  private static Set<String> refused(StudyFolder folder) {
    return Files.isRegularFile(folder.ledger())
        ? folder.readLedger().entries().stream()
            .filter(entry -> entry.outcome().state() == State.FAILED)
            .map(Ledger.Entry::run)
            .collect(Collectors.toSet())
        : Set.of();
  }
}
