package convnet4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts a process per job.
 *
 * @param python the command that the contenders in Python are; empty where none takes part
 */
record Processes(List<String> python) {
  Processes {
    python = List.copyOf(python);
  }

  /** What the process found, task by task. */
  List<Measurement> run(Job job) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command(job));
    prepare(job, builder.environment());
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Thread kill = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(kill); // nobody trains on after the driver was stopped
    List<Measurement> answers = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{")) { // libraries may have something to say, too
          answers.add(Measurement.JSON.readValue(line, Measurement.class));
        }
      }
    }
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(kill);
    if (code != 0 || answers.size() != job.timings().size()) {
      throw new IOException(
          job.contender()
              + ", "
              + job.workload().network()
              + ": ended with exit code "
              + code
              + " and "
              + answers.size()
              + " of "
              + job.timings().size()
              + " answers");
    }
    return answers;
  }

  /** The options of the launcher, ./convnet. */
  static List<String> launcherOptions() {
    return Stream.of(runtimeOptions(), memoryOptions()).flatMap(List::stream).toList();
  }

  private static List<String> runtimeOptions() {
    return Runtime.version().feature() >= 23
        ? List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
        : List.of("--enable-native-access=ALL-UNNAMED");
  }

  private static List<String> memoryOptions() {
    return List.of(
        "-XX:+UseSerialGC",
        "-Xms64m",
        "-Xmn32m",
        "-XX:MinHeapFreeRatio=5",
        "-XX:MaxHeapFreeRatio=20",
        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
        "-Dorg.bytedeco.javacpp.maxBytes=0");
  }

  private List<String> command(Job job) throws IOException {
    String text = Measurement.JSON.writeValueAsString(job);
    if (job.contender().python()) {
      return Stream.concat(python.stream(), Stream.of(text)).toList();
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(runtimeOptions());
    if (job.contender().launched()) {
      command.addAll(memoryOptions());
    }
    command.add("-Dai.djl.offline=true");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Child.class.getName());
    command.add(text);
    return command;
  }

  private static void prepare(Job job, Map<String, String> environment) throws IOException {
    String threads = Integer.toString(Runtime.getRuntime().availableProcessors());
    if (job.contender().python()) {
      environment.put("OMP_NUM_THREADS", threads);
    }
    if (job.workload().equals(Workload.PRODUCT)) {
      environment.put("OPENBLAS_NUM_THREADS", threads); // one, where convnet4j may choose
    }
    if (job.contender().launched()) {
      prepareAsLauncher(environment);
    }
  }

  /** The environment of the launcher, ./convnet, which says why. */
  private static void prepareAsLauncher(Map<String, String> environment) throws IOException {
    environment.putIfAbsent("MALLOC_ARENA_MAX", "1");
    environment.putIfAbsent("MALLOC_MMAP_THRESHOLD_", "4294967296");
    environment.putIfAbsent("MALLOC_TRIM_THRESHOLD_", "4294967296");
    environment.putIfAbsent("MALLOC_TOP_PAD_", "67108864");
    environment.putIfAbsent("GOMP_SPINCOUNT", "20000");
    if (Files.readString(Path.of("/proc/cpuinfo")).contains("avx512f")) {
      environment.remove("OPENBLAS_CORETYPE");
      environment.remove("OPENBLAS_L2_SIZE");
    }
  }
}
