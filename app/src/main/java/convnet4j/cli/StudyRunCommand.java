package convnet4j.cli;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import convnet4j.recipe.RecipeRunner;
import convnet4j.study.Ledger;
import convnet4j.study.Plan;
import convnet4j.study.Scale;
import convnet4j.study.Selection;
import convnet4j.study.Study;
import convnet4j.study.StudyRunner;
import convnet4j.study.StudyRunner.Keep;
import convnet4j.study.Trial;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code study run}: what is missing of a study. */
@Command(
    name = "run",
    description =
        "Runs what is missing of a study. It can be stopped or killed at any time; the same command"
            + " goes on.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet study run shortcut-options --scale small --dry-run",
      "  ./convnet study run shortcut-options --scale small",
      "  ./convnet study run shortcut-options --scale small --only seed=0",
      "  ./convnet study run my-study.yaml --only network=resnet20 --jobs 2"
    })
final class StudyRunCommand implements Callable<Integer> {
  private static final String THREADS = "threads";
  private static final String SEED = "seed";

  @Spec private CommandSpec spec;
  @Mixin private StudyOptions study;

  @Option(
      names = "--only",
      paramLabel = "AXIS=LEVEL",
      description =
          "Run these cells, or with seed=N the runs of that seed; may be repeated, for further"
              + " levels or axes.")
  private List<String> only = List.of();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Runs at a time, each in a process of its own and with its share of the cores (default:"
              + " ${DEFAULT-VALUE}).")
  private int jobs;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads of each run (default: as the study fixes them, or else the number of cores"
              + " divided by --jobs).")
  private Integer threads;

  @Option(names = "--dry-run", description = "Say what would be run and how long it would take.")
  private boolean dryRun;

  @Option(
      names = "--keep",
      paramLabel = "WHAT",
      defaultValue = "all",
      description =
          "What is left of runs that are over, of earlier ones too: all, or figures, without their"
              + " networks and what these said of each image (default: ${DEFAULT-VALUE}).")
  private Keep keep;

  @Mixin private StudyDataOptions data;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws IOException {
    Console console = output.console();
    StudyOptions.Given given = study.given();
    Map<String, String> places = places(given);
    List<Trial> trials = trials(given, places);
    Predicate<Trial> wanted = wanted(given.study(), given.scale());
    try (OpenData images = OpenData.of(trials, data, console)) {
      Plan all = Plan.of(given.study(), trials, images.digests()::get);
      Ledger ledger = all.ledger(given.folder());
      StudyPlan plan = StudyPlan.of(all, ledger, wanted, jobs, images.sets());
      TrainingRunner here = new TrainingRunner(images.sets(), data.offline(), console);
      given.study().comparisons().forEach(comparison -> comparison.requireApart(ledger));
      if (dryRun) {
        return tell(given, plan, here, console);
      }
      try (FileChannel lock = given.folder().lock()) {
        given.folder().keep(given.text(), given.study(), given.scale(), places, ledger);
        return run(given, plan, here, console);
      }
    }
  }

  private List<Trial> trials(StudyOptions.Given given, Map<String, String> places) {
    if (jobs < 1) {
      throw new InputException("--jobs: expects a number of at least 1, received " + jobs);
    }
    Map<String, Object> others = new LinkedHashMap<>();
    if (threads != null) {
      others.put(THREADS, threads);
    } else if (!given.study().fixed().containsKey(THREADS)) {
      others.put(THREADS, Math.max(1, Runtime.getRuntime().availableProcessors() / jobs));
    }
    List<Trial> trials =
        given.study().trials(given.scale(), others).stream().map(t -> t.on(places)).toList();
    trials.forEach(trial -> BeginningWeights.check(trial.recipe()));
    return trials;
  }

  /** Those that the folder remembers, and what is given now. */
  private Map<String, String> places(StudyOptions.Given given) {
    Set<String> names = new TreeSet<>();
    given
        .study()
        .trials(given.scale(), Map.of())
        .forEach(t -> names.add(t.recipe().images().data()));
    Map<String, String> places = new LinkedHashMap<>(given.places());
    places.putAll(data.places(names));
    return places;
  }

  private Predicate<Trial> wanted(Study whole, Scale scale) {
    Map<String, Set<String>> levels = new LinkedHashMap<>();
    for (String text : only) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new InputException(
            "--only: expects AXIS=LEVEL such as network=resnet20, received '" + text + "'");
      }
      levels
          .computeIfAbsent(text.substring(0, equals), axis -> new TreeSet<>())
          .add(text.substring(equals + 1));
    }
    List<String> all = whole.seeds(scale).stream().map(String::valueOf).toList();
    Set<String> seeds = Objects.requireNonNullElse(levels.remove(SEED), new TreeSet<>(all));
    for (String seed : seeds) {
      if (!all.contains(seed)) {
        throw Nearest.unknown(SEED, seed, all, "");
      }
    }
    Selection selection = Selection.of(levels, whole.axes());
    return trial -> selection.fits(trial.cell()) && seeds.contains(String.valueOf(trial.seed()));
  }

  private static int tell(
      StudyOptions.Given given, StudyPlan plan, TrainingRunner here, Console console)
      throws IOException {
    try (Interrupt interrupt = new Interrupt(() -> console.say("stopping after this step"))) {
      plan.measure(here, console, interrupt::requested);
      interrupt.check();
    }
    console.result(plan.text(given), plan.json(given));
    return ExitCode.DONE;
  }

  private int run(StudyOptions.Given given, StudyPlan plan, TrainingRunner here, Console console)
      throws IOException {
    try (Interrupt interrupt =
        new Interrupt(
            () ->
                console.say("stopping after this step, then saving; once more to stop at once"))) {
      plan.measure(here, console, interrupt::requested);
      console.say(plan.summary(given));
      StudyProgress progress = new StudyProgress(plan, console, System::nanoTime);
      RecipeRunner runner = jobs == 1 ? here : new ChildRunner(data.flags());
      Ledger ledger =
          StudyRunner.run(
              given.folder(),
              plan.all(),
              plan.wanted(),
              runner,
              jobs,
              keep,
              progress,
              interrupt::requested);
      report(given, console);
      Optional<String> stopped =
          interrupt.requested()
              ? Optional.of(
                  Commands.same(spec.root().commandLine().getParseResult().originalArgs()))
              : Optional.empty();
      return StudyOutcome.print(given, ledger, progress.failures(), stopped, console);
    }
  }

  /** What was run stands, whatever is wrong with a file that the report is made from. */
  private static void report(StudyOptions.Given given, Console console) throws IOException {
    try {
      StudyReports.write(StudyReports.of(given), given.folder());
    } catch (InputException e) {
      console.error("no report: " + e.getMessage());
    }
  }
}
