package convnet4j.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import convnet4j.errors.InputException;
import convnet4j.io.Json;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RecipeRunner;
import convnet4j.recipe.RecipeYaml;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.TrainEvent;
import convnet4j.train.RunFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Trains in a process of its own, by the command {@code train}, so that several can train at a
 * time. Of what happens in it, its checkpoints are told.
 */
final class ChildRunner implements RecipeRunner {
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};
  private static final long POLL_MILLIS = 200;

  /** Of processes that SIGHUP, SIGINT or SIGTERM has ended. */
  private static final Set<Integer> STOPPED = Set.of(128 + 1, 128 + 2, 128 + 15);

  /** Of processes that SIGKILL has ended. */
  private static final int KILLED = 128 + 9;

  private final List<String> flags;

  /**
   * Runs the command.
   *
   * @param flags of it for every training
   */
  ChildRunner(List<String> flags) {
    this.flags = List.copyOf(flags);
  }

  @Override
  public Status run(Recipe recipe, Path folder, Consumer<TrainEvent> events, BooleanSupplier stop) {
    try {
      Path scratch = Files.createTempDirectory("convnet-study-");
      Path file = scratch.resolve("recipe.yaml");
      Path out = scratch.resolve("result.json");
      Path err = scratch.resolve("messages.txt");
      try {
        RecipeYaml.write(file, recipe);
        Process child =
            new ProcessBuilder(command(recipe, folder, file))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
          return status(folder, out, err, ended(child, folder, events, stop));
        } finally {
          child.destroy(); // where it could not be waited for: it saves and ends
        }
      } finally {
        for (Path each : List.of(file, out, err, scratch)) {
          Files.deleteIfExists(each);
        }
      }
    } catch (IOException e) {
      throw new InputException(folder + ": cannot train in a process of its own (" + e + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Status.INTERRUPTED;
    }
  }

  /** Waits for its end, tells of checkpoints, and asks it once to stop. */
  private static int ended(
      Process child, Path folder, Consumer<TrainEvent> events, BooleanSupplier stop)
      throws IOException, InterruptedException {
    boolean told = false;
    long reached = 0;
    while (!child.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      long saved = savedStep(folder);
      if (saved > reached) {
        reached = saved;
        events.accept(new TrainEvent.Saved(new RunFolder(folder).last(), saved));
      }
      if (!told && stop.getAsBoolean()) {
        child.destroy();
        told = true;
      }
    }
    return child.exitValue();
  }

  private List<String> command(Recipe recipe, Path folder, Path file) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.add("train");
    if (Files.exists(new RunFolder(folder).recipe())) {
      command.addAll(List.of("--resume", folder.toString()));
      command.addAll(List.of("--data", recipe.images().data()));
      command.addAll(List.of("--threads", recipe.toMap().get("threads").toString()));
    } else {
      RunFolder.clear(folder);
      command.addAll(List.of("--recipe", file.toString(), "--out", folder.toString()));
    }
    command.addAll(flags);
    command.addAll(List.of("--json", "--parent", Long.toString(ProcessHandle.current().pid())));
    return command;
  }

  /** How far the last checkpoint is; 0 before the first. */
  private static long savedStep(Path folder) throws IOException {
    Path steps = new RunFolder(folder).steps();
    if (!Files.exists(steps)) {
      return 0;
    }
    String last = Files.readAllLines(steps).getLast();
    String step = last.substring(0, last.indexOf(','));
    return step.equals("step") ? 0 : Long.parseLong(step);
  }

  /** How it ended, by what it printed. */
  private static Status status(Path folder, Path out, Path err, int code) throws IOException {
    String printed = Files.readString(out);
    if (!printed.isBlank()) {
      Object status =
          Json.reader(MAP).<LinkedHashMap<String, Object>>readValue(printed).get("status");
      return Status.valueOf(String.valueOf(status).toUpperCase(Locale.ROOT));
    }
    if (STOPPED.contains(code)) {
      return Status.INTERRUPTED; // before it listened
    }
    String said = Files.readString(err).strip();
    if (said.contains("\n\tat ")) {
      throw new IllegalStateException("a training ended with code " + code + ":\n" + said);
    }
    String last = said.substring(said.lastIndexOf('\n') + 1).replaceFirst("^error: ", "");
    throw new InputException(
        switch (code) {
          case ExitCode.WRONG_INPUT -> last;
          case KILLED ->
              folder
                  + ": its process was killed, perhaps for memory, of which fewer --jobs take less;"
                  + " the same command goes on";
          default -> folder + ": its process ended with code " + code + ": " + last;
        });
  }
}
