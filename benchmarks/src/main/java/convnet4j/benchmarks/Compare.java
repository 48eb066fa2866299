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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets the contenders take turns, each in a process of its own, and says how they compare. */
@Command(
    name = "benchmarks/run",
    description = "Speed and memory of training on CIFAR-10, side by side.",
    showDefaultValues = true,
    sortOptions = false)
final class Compare implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "NAME|PATH",
      description = "CIFAR-10: a path, or cifar10, which is downloaded when missing.")
  private String data = defaultData();

  @Option(names = "--repeats", description = "Rounds; in each, everyone has a turn.")
  private int repeats = 3;

  @Option(names = "--warmup", description = "Steps before the clock starts.")
  private int warmup = 10;

  @Option(names = "--steps", description = "Steps on the clock.")
  private int steps = 40;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "CONTENDER",
      converter = ContenderConverter.class,
      description = "Leave the others out.")
  private Set<Contender> only = new LinkedHashSet<>(Contender.OF_RUN);

  @Option(
      names = "--rss-network",
      paramLabel = "NETWORK",
      description = "What convnet4j-rss trains; a smaller network is quicker.")
  private String rssNetwork = Job.NETWORK;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Folder for speed-DATE.md and speed-DATE.json.")
  private Path output;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Say this.")
  private boolean help;

  private static final class ContenderConverter implements CommandLine.ITypeConverter<Contender> {
    @Override
    public Contender convert(String label) {
      return Contender.of(label, Contender.OF_RUN);
    }
  }

  public static void main(String[] args) {
    CommandLine command = new CommandLine(new Compare());
    command.setExecutionExceptionHandler(
        (e, line, parsed) -> {
          System.err.println(e.getMessage());
          return 1;
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (repeats < 1 || warmup < 1 || steps < 1 || warmup + steps > Job.EPOCH) {
      System.err.printf(
          "expected --repeats, --warmup and --steps of at least 1, and no more than %d steps with"
              + " the warm-up: they have to fit into one epoch%n",
          Job.EPOCH);
      return 2;
    }
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    List<Measurement> measurements = new ArrayList<>();
    for (int round = 1; round <= repeats; round++) {
      for (Contender contender : Contender.values()) {
        if (only.contains(contender) && contender != Contender.CONVNET4J_RSS) {
          Job job = job(contender, Job.NETWORK, warmup, steps);
          measurements.addAll(run(job, "round " + round + " of " + repeats));
        }
      }
    }
    if (only.contains(Contender.CONVNET4J_RSS)) {
      int rest = Job.MEMORY_STEPS - Job.MEMORY_FROM;
      Job job = job(Contender.CONVNET4J_RSS, rssNetwork, Job.MEMORY_FROM, rest);
      measurements.addAll(run(job, Job.MEMORY_STEPS + " steps"));
    }
    report(load, measurements);
    return 0;
  }

  private Job job(Contender contender, String network, int before, int timed) {
    Timing timing = new Timing(Task.TRAINING, new Span(before, 0), new Span(timed, 0));
    return new Job(contender, Workload.of(network, Job.BATCH), data, List.of(timing));
  }

  private static List<Measurement> run(Job job, String when)
      throws IOException, InterruptedException {
    System.err.printf("%s, %s: ", when, job.contender());
    List<Measurement> measurements = new Processes(List.of()).run(job);
    System.err.printf("%.1f images/s%n", measurements.getLast().imagesPerSecond());
    return measurements;
  }

  private void report(double load, List<Measurement> measurements) throws IOException {
    String date = LocalDate.now().toString();
    Map<String, Object> environment =
        new LinkedHashMap<>(Environment.describe(measurements.getFirst().threads()));
    environment.put("load average before", Math.round(10 * load) / 10.0);
    Report report = new Report(date, environment, Job.BATCH, repeats, warmup, steps, measurements);
    System.out.print(report.markdown());
    if (output != null) {
      Table.write(output.resolve("speed-" + date), report.markdown(), report);
    }
  }

  /** CIFAR-10 beside the checkout, or the one that is downloaded. */
  static String defaultData() {
    String shared = System.getenv("CONVNET4J_SHARED_DATA");
    return shared == null ? "cifar10" : Path.of(shared, "cifar-10-batches-bin").toString();
  }
}
