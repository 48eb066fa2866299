package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code convnet}, on a tree of which nothing but the names is real. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Instant BUILT = Instant.parse("2026-01-02T00:00:00Z");

  private static List<String> sources() {
    return List.of(
        "pom.xml", "app/pom.xml", "app/src/main/A.java", "recipes/a.yaml", "studies/a.yaml");
  }

  @TempDir private Path root;

  @BeforeEach
  void writeTreeThatIsBuilt() throws IOException {
    Files.copy(
        Path.of("..", "convnet"), root.resolve("convnet"), StandardCopyOption.COPY_ATTRIBUTES);
    for (String source : sources()) {
      Files.createDirectories(root.resolve(source).getParent());
      Files.writeString(root.resolve(source), "");
    }
    Files.createDirectories(root.resolve("target/launch/build"));
    Files.writeString(root.resolve("target/launch/current"), "build\n");
    // Neither Maven, git nor the JVM is what is tested.
    script("bin/mvn", "exit 1");
    script("bin/git", "echo abc1234");
    script("jdk/bin/java", "echo \"$@\"");
    Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    try (var files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(BUILT.minusSeconds(60)));
      }
    }
    Files.setLastModifiedTime(root.resolve("target/launch/current"), FileTime.from(BUILT));
  }

  private void script(String name, String command) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + command + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** All that it said, and the arguments of the JVM that it became. */
  private String launch(String command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(root.resolve("convnet").toString(), command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("CONVNET4J_JAVA_HOME", root.resolve("jdk").toString());
    environment.put("PATH", root.resolve("bin") + ":" + environment.get("PATH"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @Test
  void whatIsBuiltIsNotBuiltAgain() throws IOException, InterruptedException {
    assertThat(launch("models")).doesNotContain("building").contains("convnet4j.cli.Main");
  }

  @ParameterizedTest
  @MethodSource("sources")
  void whateverIsPackedIntoTheJarsIsBuiltAgainWhenItChanges(String source)
      throws IOException, InterruptedException {
    Files.setLastModifiedTime(root.resolve(source), FileTime.from(BUILT.plusSeconds(60)));
    assertThat(launch("models")).contains("convnet: building", "the build failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "study", "doctor"})
  void whatTellsWhatItWasMadeWithIsToldTheCommit(String command)
      throws IOException, InterruptedException {
    assertThat(launch(command)).contains("-Dconvnet4j.commit=abc1234");
  }

  @Test
  void aShortCommandDoesNotWaitForGit() throws IOException, InterruptedException {
    assertThat(launch("models")).doesNotContain("abc1234");
  }
}
