package convnet4j.cli;

import convnet4j.eval.Precisions;
import convnet4j.io.CacheHome;
import convnet4j.io.Json;
import convnet4j.recipe.Precision;
import convnet4j.torch.Cpu;
import convnet4j.torch.Environment;
import convnet4j.torch.Natives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: whether this machine can train, and what would make it faster. */
@Command(
    name = "doctor",
    description =
        "Shows what this machine computes with and what is wrong with it. Exit code 1 when nothing"
            + " can be trained.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet doctor", //
      "  ./convnet doctor --json"
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Console console = output.console();
    String error = loadNatives();
    Cpu cpu = Cpu.here();
    Checkup checkup =
        new Checkup(
            System.getenv(),
            System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes"),
            System.getProperty("sun.jnu.encoding", ""),
            System.getProperty("os.name").equals("Linux"),
            cpu.instructions(),
            System.getProperty("os.arch").equals("amd64"),
            cpu.cores(),
            error,
            place(Natives.cacheFolder()),
            place(CacheHome.path()),
            place(Path.of("")));
    Map<String, Object> facts = facts(checkup);
    List<Checkup.Problem> problems = checkup.problems();
    boolean works = problems.stream().noneMatch(Checkup.Problem::fatal);
    String text = text(facts, problems);
    facts.put("works", works);
    facts.put("problems", problems);
    console.result(text, Json.pretty(facts));
    return works ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Null when they work. */
  private static String loadNatives() {
    try {
      Natives.load();
      return null;
    } catch (RuntimeException | LinkageError e) {
      return e.getMessage() == null ? e.toString() : e.getMessage();
    }
  }

  private static Checkup.Place place(Path path) {
    Path folder = path.toAbsolutePath().normalize();
    Path existing = folder;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    long free;
    try {
      free = Files.getFileStore(existing).getUsableSpace();
    } catch (IOException e) {
      free = 0; // as good as full
    }
    return new Checkup.Place(folder.toString(), Files.isWritable(existing), free);
  }

  private static Map<String, Object> facts(Checkup checkup) {
    Map<String, Object> facts = new LinkedHashMap<>(Environment.describe(checkup.cores()));
    facts.put("convnet4j", Main.version());
    facts.put("java_home", System.getProperty("java.home"));
    facts.put("heap_bytes", Runtime.getRuntime().maxMemory());
    facts.put("natives", checkup.nativesError() == null ? "loaded" : "cannot be loaded");
    facts.put("precision", Precisions.inForce(Precision.AUTO).label());
    facts.put("native_cache", checkup.nativeCache().path());
    facts.put("native_cache_free_bytes", checkup.nativeCache().freeBytes());
    // Once loaded, they are unpacked.
    long needed = checkup.nativesError() == null ? 0 : Checkup.NATIVES_BYTES;
    facts.put("native_cache_needed_bytes", needed);
    facts.put("data_cache", checkup.dataCache().path());
    facts.put("data_cache_free_bytes", checkup.dataCache().freeBytes());
    facts.put("data_cache_needed_bytes", Checkup.DATA_BYTES);
    facts.put("work_folder", checkup.work().path());
    facts.put("work_folder_free_bytes", checkup.work().freeBytes());
    facts.put("work_folder_needed_bytes", Checkup.RUN_BYTES);
    Map<String, String> allocator = new TreeMap<>(checkup.environment());
    allocator.keySet().removeIf(name -> !name.startsWith("MALLOC_"));
    facts.put("allocator", allocator);
    facts.put("openblas_coretype", checkup.environment().get("OPENBLAS_CORETYPE"));
    return facts;
  }

  private static String text(Map<String, Object> facts, List<Checkup.Problem> problems) {
    StringBuilder text = new StringBuilder();
    facts.forEach((name, value) -> text.append(line(name, value)));
    if (problems.isEmpty()) {
      return text.append("\nNothing is wrong.\n").toString();
    }
    for (Checkup.Problem problem : problems) {
      String kind = problem.fatal() ? "wrong" : "could be better";
      text.append(Format.text("%n%s: %s%n  %s%n", kind, problem.what(), problem.advice()));
    }
    return text.toString();
  }

  private static String line(String name, Object value) {
    String label = name.replace('_', ' ').replace(" bytes", "");
    String shown =
        switch (value) {
          case null -> "not set";
          case List<?> list -> String.join(" ", list.stream().map(String::valueOf).toList());
          case Long bytes when name.endsWith("_bytes") -> Format.bytes(bytes);
          case Map<?, ?> map ->
              String.join(" ", map.entrySet().stream().map(String::valueOf).toList());
          default -> value.toString();
        };
    return Format.text("%-25s %s%n", label, shown.isEmpty() ? "none" : shown);
  }
}
