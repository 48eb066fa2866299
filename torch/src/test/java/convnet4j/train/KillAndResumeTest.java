package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Dataset;
import convnet4j.recipe.Recipe;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in a process of its own, killed at random moments, and full disks while saving. */
class KillAndResumeTest {
  private static final int EPOCHS = 12;

  @TempDir Path folder;

  /** What the child process does: train in the given folder, from wherever it stands. */
  public static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      Path path = Path.of(arguments[0]);
      Dataset data = TinyData.of(96, 32);
      Recipe recipe =
          TinyData.recipe(
              "epochs",
              Integer.toString(EPOCHS),
              "hold-out",
              "24",
              "ema",
              "0.9",
              "lookahead",
              "3,0.5",
              "clip",
              "1",
              "accumulate",
              "2",
              "probe",
              "5");
      RunFolder run =
          Files.exists(path.resolve("recipe.yaml")) ? RunFolder.open(path) : RunFolder.create(path);
      Trainer.train(recipe, data, run, Optional.empty(), event -> {}, () -> false);
    }
  }

  @Test
  @Tag("slow")
  void killedAtTenRandomMomentsItEndsOnTheSameBits() throws Exception {
    Path whole = folder.resolve("whole");
    long start = System.nanoTime();
    assertThat(child(whole, "").waitFor()).isZero();
    long millis = (System.nanoTime() - start) / 1_000_000;

    Path killed = folder.resolve("killed");
    Random random = new Random();
    int kills = 0;
    for (int tries = 0; kills < 10 && tries < 200; tries++) {
      Process process = child(killed, "");
      if (process.waitFor(1000 + random.nextLong(millis / 2), TimeUnit.MILLISECONDS)) {
        assertThat(process.exitValue()).isZero();
        deleteTail(killed); // it got to its end: take the end away, so that there is more to kill
      } else {
        process.destroyForcibly().waitFor();
        kills++;
      }
    }
    assertThat(kills).isEqualTo(10);
    assertThat(child(killed, "").waitFor()).isZero();
    assertThat(last(killed)).isEqualTo(last(whole));
    String best = "checkpoints/best.safetensors";
    assertThat(Files.readAllBytes(killed.resolve(best)))
        .isEqualTo(Files.readAllBytes(whole.resolve(best)));
    assertThat(killed.resolve("layers.csv")).hasSameTextualContentAs(whole.resolve("layers.csv"));
  }

  @Test
  void aFullDiskWhileSavingLeavesTheLastGoodCheckpoint() throws Exception {
    Path run = folder.resolve("run");
    Process process = child(run, "");
    while (!Files.exists(run.resolve("checkpoints/last.safetensors"))) {
      assertThat(process.isAlive() || process.exitValue() == 0).isTrue();
      Thread.sleep(20);
    }
    process.destroyForcibly().waitFor();
    byte[] before = last(run);
    byte[] state = Files.readAllBytes(run.resolve("checkpoints/state.safetensors"));

    // No file may grow beyond 1 MiB: a state is larger, so saving it fails as on a full disk.
    Process full = child(run, "ulimit -f 1024; ");
    String errors = new String(full.getErrorStream().readAllBytes());
    assertThat(full.waitFor()).isNotZero();
    assertThat(errors).contains("InputException").contains("the one before is intact");
    assertThat(last(run)).isEqualTo(before);
    assertThat(Files.readAllBytes(run.resolve("checkpoints/state.safetensors"))).isEqualTo(state);
    try (var files = Files.list(run.resolve("checkpoints"))) {
      assertThat(files).hasSize(2);
    }
  }

  private Process child(Path run, String shell) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        shell
            + String.join(
                " ",
                "exec",
                quoted(java),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                quoted(System.getProperty("java.class.path")),
                quoted(Child.class.getName()),
                quoted(run.toString()));
    return new ProcessBuilder("sh", "-c", command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(
            shell.isEmpty() ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.PIPE)
        .start();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static byte[] last(Path run) throws IOException {
    return Files.readAllBytes(run.resolve("checkpoints/last.safetensors"));
  }

  private static void deleteTail(Path run) {
    for (File file : run.resolve("checkpoints").toFile().listFiles()) {
      assertThat(file.delete()).isTrue();
    }
  }
}
