package convnet4j.benchmarks;

import convnet4j.torch.Environment;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Network by network, lets the contenders take turns, and says how they compare. */
@Command(
    name = "benchmarks/networks",
    description = "Speed of training and evaluation, network by network, side by side.",
    showDefaultValues = true,
    sortOptions = false)
final class Networks implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "NAME|PATH",
      description = "CIFAR-10: a path, or cifar10, which is downloaded when missing.")
  private String data = Compare.defaultData();

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "A Python with torch and torchvision; none: left out.")
  private String python;

  @Option(names = "--script", hidden = true)
  private String script;

  @Option(names = "--rounds", description = "In each, everyone has a turn at every network.")
  private int rounds = 3;

  @Option(
      names = "--seconds",
      description =
          "On the clock of training; evaluation has half, and a quarter more goes before as"
              + " warm-up.")
  private double seconds = 6;

  @Option(names = "--warmup", description = "Steps before the clock starts, at least.")
  private int warmup = 3;

  @Option(names = "--steps", description = "Steps on the clock, at least.")
  private int steps = 3;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "CONTENDER",
      converter = ContenderConverter.class,
      description = "Leave the others out.")
  private Set<Contender> only = new LinkedHashSet<>(Contender.OF_NETWORKS);

  @Option(
      names = "--networks",
      split = ",",
      paramLabel = "NETWORK",
      converter = WorkloadConverter.class,
      defaultValue =
          "resnet18_cifar,resnet20,vgg19_bn_cifar,mobilenet_v2_cifar,resnet50,mobilenet_v2",
      description = "Leave the others out.")
  private List<Workload> networks;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Folder for networks-DATE.md and networks-DATE.json.")
  private Path output;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Say this.")
  private boolean help;

  private final String date = LocalDate.now().toString();

  private final double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();

  private final List<Measurement> measurements = new ArrayList<>();

  private static final class ContenderConverter implements CommandLine.ITypeConverter<Contender> {
    @Override
    public Contender convert(String label) {
      return Contender.of(label, Contender.OF_NETWORKS);
    }
  }

  private static final class WorkloadConverter implements CommandLine.ITypeConverter<Workload> {
    @Override
    public Workload convert(String name) {
      List<String> names = Workload.all().stream().map(Workload::network).toList();
      if (!names.contains(name)) {
        throw new TypeConversionException("no network '" + name + "' here; there are " + names);
      }
      return Workload.all().get(names.indexOf(name));
    }
  }

  public static void main(String[] args) {
    CommandLine command = new CommandLine(new Networks());
    command.setExecutionExceptionHandler(
        (e, line, parsed) -> {
          System.err.println(e.getMessage());
          return 1;
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 1 || warmup < 1 || steps < 1 || !(seconds >= 0)) {
      System.err.println(
          "expected --rounds, --warmup and --steps of at least 1, and --seconds of at least 0");
      return 2;
    }
    // The ceiling in every round, so that it is of the same minutes.
    List<Workload> turn = Stream.concat(networks.stream(), Stream.of(Workload.PRODUCT)).toList();
    if (turn.stream().allMatch(workload -> contenders(workload).isEmpty())) {
      System.err.println(
          "--only: nobody of " + only + " can take part; those in Python need --python");
      return 2;
    }
    for (int round = 1; round <= rounds; round++) {
      for (Workload workload : turn) {
        for (Contender contender : contenders(workload)) {
          System.err.printf(
              "round %d of %d, %s, %s:", round, rounds, workload.network(), contender);
          run(new Job(contender, workload, data, timings(contender.tasks(workload))));
        }
      }
      save(round);
    }
    System.out.print(report(rounds).markdown());
    return 0;
  }

  private List<Contender> contenders(Workload workload) {
    return Contender.OF_NETWORKS.stream()
        .filter(only::contains)
        .filter(c -> python != null || !c.python())
        .filter(c -> !c.tasks(workload).isEmpty())
        .toList();
  }

  private List<Timing> timings(List<Task> tasks) {
    return tasks.stream()
        .map(
            task -> {
              double clock = task == Task.TRAINING ? seconds : seconds / 2;
              return new Timing(task, new Span(warmup, clock / 4), new Span(steps, clock));
            })
        .toList();
  }

  private void run(Job job) throws IOException, InterruptedException {
    List<String> command = python == null ? List.of() : List.of(python, script);
    List<Measurement> found = new Processes(command).run(job);
    measurements.addAll(found);
    System.err.println(
        found.stream()
            .map(m -> String.format(Locale.ROOT, " %s %.1f/s", m.task(), m.imagesPerSecond()))
            .collect(Collectors.joining(",")));
  }

  private NetworksReport report(int done) {
    Map<String, Object> environment =
        new LinkedHashMap<>(Environment.describe(measurements.getFirst().threads()));
    environment.put("load average before", Math.round(10 * load) / 10.0);
    return new NetworksReport(date, environment, done, seconds, networks, measurements);
  }

  /** After every round, so that a run that is broken off was not for nothing. */
  private void save(int done) throws IOException {
    if (output != null) {
      NetworksReport report = report(done);
      Table.write(output.resolve("networks-" + date), report.markdown(), report);
    }
  }
}
