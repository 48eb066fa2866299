package convnet4j.study;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

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
    return new Ledger(axes, jobs.stream().map(job -> entry(job, folder.run(job.run()))).toList());
  }

  private static Ledger.Entry entry(Job job, Path run) {
    return new Ledger.Entry(job.trial().cell(), job.trial().seed(), job.run(), Outcome.read(run));
  }
}
