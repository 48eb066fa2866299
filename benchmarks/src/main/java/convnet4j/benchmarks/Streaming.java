package convnet4j.benchmarks;

import convnet4j.torch.Environment;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The memory of {@code ./convnet train} on image files that are far larger than it. A few hundred
 * JPEGs stand for many by hard links: every name is a file of its own to the program, which opens
 * and reads each, and only the disk is spared.
 */
@Command(
    name = "benchmarks/streaming",
    description = "Resident memory of a training that reads many gigabytes of image files.",
    showDefaultValues = true,
    sortOptions = false)
final class Streaming implements Callable<Integer> {
  private static final int POLL_MS = 200;
  private static final double LIMIT_GIB = 3;

  @Option(
      names = "--flowers",
      paramLabel = "PATH",
      required = true,
      description = "Small photographs in class folders, which are enlarged and grained.")
  private String flowers;

  @Option(names = "--gigabytes", description = "Of image files, in 10⁹ bytes.")
  private double gigabytes = 20;

  @Option(names = "--different", description = "Files that are not links to another.")
  private int different = 200;

  @Option(names = "--width", description = "Of a photograph, which is 4:3.")
  private int width = 2000;

  @Option(names = "--network", paramLabel = "NETWORK", description = "What is trained.")
  private String network = "resnet20";

  @Option(names = "--augment", paramLabel = "LIST", description = "As of train.")
  private String augment = "rrc,flip";

  @Option(names = "--launcher", hidden = true)
  private Path launcher;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Say this.")
  private boolean help;

  /** What the process had used at its end. */
  private record Usage(long peakKb, long readBytes) {
    static Usage of(long process, Usage before) {
      try {
        Path folder = Path.of("/proc", String.valueOf(process));
        return new Usage(
            Math.max(before.peakKb, field(folder.resolve("status"), "VmHWM:")),
            Math.max(before.readBytes, field(folder.resolve("io"), "rchar:")));
      } catch (IOException e) {
        return before; // it has just ended
      }
    }

    private static long field(Path file, String name) throws IOException {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElse(0);
    }
  }

  public static void main(String[] args) {
    CommandLine command = new CommandLine(new Streaming());
    command.setExecutionExceptionHandler(
        (e, line, parsed) -> {
          System.err.println(e.getMessage());
          return 1;
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("convnet4j-streaming");
    try {
      Path photos = folder.resolve("photographs");
      new Photographs(width, width * 3 / 4, 3, 0.9f).write(flowers, different, photos);
      long bytes = size(photos.resolve("train"));
      int links = (int) Math.ceil(gigabytes * 1e9 / bytes);
      link(photos.resolve("train"), links);
      double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
      long start = System.nanoTime();
      Usage usage = train(photos, folder.resolve("run"));
      double seconds = (System.nanoTime() - start) / 1e9;
      report(links, bytes, usage, seconds, load);
      return usage.peakKb / (1024.0 * 1024) < LIMIT_GIB ? 0 : 1;
    } finally {
      delete(folder);
    }
  }

  private static void link(Path train, int times) throws IOException {
    for (Path file : files(train)) {
      for (int i = 1; i < times; i++) {
        Files.createLink(file.resolveSibling("copy " + i + " of " + file.getFileName()), file);
      }
    }
  }

  /** The launcher becomes the JVM, so that its process is the one to look at. */
  private Usage train(Path photos, Path run) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                launcher.toString(),
                "train",
                network,
                "--data",
                photos.toString(),
                "--epochs",
                "1",
                "--augment",
                augment,
                "--out",
                run.toString())
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Thread kill = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(kill);
    Usage usage = new Usage(0, 0);
    while (!process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
      usage = Usage.of(process.pid(), usage);
    }
    Runtime.getRuntime().removeShutdownHook(kill);
    if (process.exitValue() != 0) {
      throw new IOException("the training ended with exit code " + process.exitValue());
    }
    return usage;
  }

  private void report(int links, long bytes, Usage usage, double seconds, double load)
      throws IOException {
    System.out.printf("%n# Memory while streaming, %s%n%n", LocalDate.now());
    Environment.describe(Runtime.getRuntime().availableProcessors())
        .forEach((key, value) -> System.out.printf("- %s: %s%n", key, value));
    System.out.printf(Locale.ROOT, "- load average before: %.1f%n", load);
    System.out.printf(
        Locale.ROOT,
        "- data: %,d JPEGs of %d×%d, %.1f GB: %d different ones of %.0f KB on average, enlarged"
            + " from %s with grain, each under %d names%n",
        (long) links * different,
        width,
        width * 3 / 4,
        links * bytes / 1e9,
        different,
        bytes / 1000.0 / different,
        Path.of(flowers).getFileName(),
        links);
    System.out.printf("- training: %s, 1 epoch, --augment %s%n%n", network, augment);
    System.out.printf(
        Locale.ROOT,
        "read %.1f GB in %.0f s; peak of the resident memory %.2f GiB (target: below %.0f)%n",
        usage.readBytes / 1e9,
        seconds,
        usage.peakKb / (1024.0 * 1024),
        LIMIT_GIB);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }

  private static long size(Path folder) throws IOException {
    long bytes = 0;
    for (Path file : files(folder)) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(deepestFirst::add);
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
