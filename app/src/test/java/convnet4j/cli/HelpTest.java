package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.recipe.Recipe;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "eval",
        "predict",
        "compare-runs",
        "report",
        "explain",
        "convert",
        "models",
        "summary",
        "compare",
        "diagram",
        "doctor",
        "data",
        "data list",
        "data get",
        "data info",
        "data preview",
        "data verify",
        "study",
        "study list",
        "study run",
        "study status",
        "study report"
      })
  void everyCommandHasHelpWithAnExampleOfItself(String command) {
    Cli cli = Cli.run((command + " --help").split(" "));
    assertThat(cli.code()).isZero();
    assertThat(cli.err()).isEmpty();
    String[] parts = cli.out().split("\nExamples?:\n");
    assertThat(parts).hasSize(2);
    assertThat(parts[1]).contains("  ./convnet " + command);
    assertThat(cli.out()).contains("--json", "--quiet", "--output");
  }

  @Test
  void convnetAloneShowsTheCommands() {
    Cli cli = Cli.run();
    assertThat(cli.code()).isZero();
    assertThat(cli.out()).isEqualTo(Cli.run("--help").out());
    assertThat(cli.out())
        .contains(
            "train",
            "eval",
            "predict",
            "compare-runs",
            "report",
            "explain",
            "convert",
            "models",
            "summary",
            "data",
            "doctor");
  }

  @Test
  void theVersionIsOneOfConvnet4jAndOfJava() {
    Cli cli = Cli.run("--version");
    assertThat(cli.code()).isZero();
    assertThat(cli.out()).startsWith("convnet4j ").contains("Java " + Runtime.version());
  }

  @Test
  void theDefaultsThatHelpNamesAreThoseInForce() {
    Map<String, Object> inForce =
        Recipe.of(Map.of("network", "resnet20", "data", "d", "epochs", 1)).toMap();
    Matcher named =
        // An option begins near the margin; others are mentioned within.
        Pattern.compile("§(?:\\[no-])?([a-z-]+)(?:=\\S+)? [^§]*?\\(default: (.*?)\\)")
            .matcher(
                Cli.run("train", "--help")
                    .out()
                    .replaceAll("(?m)^ {6}--", "§")
                    .replaceAll("\\s+", " "));
    List<String> seen = new ArrayList<>();
    while (named.find()) {
      String key = named.group(1);
      // Of those that depend on other values: "0.1 for sgd, 0.001 for adamw", "this, else that".
      String value = named.group(2).replaceAll(" for sgd.*|.*, else ", "").replace(" ", "");
      if (inForce.containsKey(key) && !key.equals("threads")) {
        seen.add(key);
        Map<String, Object> given =
            Map.of("network", "resnet20", "data", "d", "epochs", 1, key, value);
        assertThat(Recipe.of(given).toMap()).as(key).isEqualTo(inForce);
      }
    }
    assertThat(seen)
        .containsExactly(
            "steps",
            "hold-out",
            "train-images",
            "batch-size",
            "accumulate",
            "checkpoint-activations",
            "optimizer",
            "lr",
            "momentum",
            "nesterov",
            "weight-decay",
            "no-decay",
            "schedule",
            "warmup",
            "warmup-shape",
            "label-smoothing",
            "clip",
            "ema",
            "lookahead",
            "augment",
            "expand-draws",
            "freeze",
            "backbone-lr",
            "test-every",
            "best",
            "patience",
            "views",
            "probe",
            "precision",
            "bad-images",
            "seed",
            "checkpoint-every");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "train --help",
        "eval --help",
        "doctor --help",
        "models --json",
        "summary resnet20",
        "data list",
        "compare-runs NOWHERE.csv PREDICTIONS.csv",
        "explain NOWHERE",
        "train resnet20 --epochs 0 --data shapes",
        "nonsense"
      })
  void whatDoesNotComputeNeedsNoNativeLibrary(String command) throws Exception {
    ClassLoader withoutNatives = new WithoutNatives();
    Class<?> main = withoutNatives.loadClass(Main.class.getName());
    Class<?> terminal = withoutNatives.loadClass(Terminal.class.getName());
    Constructor<?> newTerminal = terminal.getDeclaredConstructor(boolean.class, boolean.class);
    newTerminal.setAccessible(true);
    Method run =
        main.getDeclaredMethod(
            "run", PrintWriter.class, PrintWriter.class, terminal, String[].class);
    run.setAccessible(true);
    StringWriter err = new StringWriter();
    Object code =
        run.invoke(
            null,
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            newTerminal.newInstance(false, false),
            command.split(" "));
    assertThat(err.toString()).doesNotContain("bytedeco");
    assertThat(code).isIn(ExitCode.DONE, ExitCode.WRONG_INPUT);
  }

  /** Classes as this test sees them, but nothing of JavaCPP's. */
  private static final class WithoutNatives extends ClassLoader {
    private final ClassLoader real = HelpTest.class.getClassLoader();

    WithoutNatives() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("org.bytedeco.")) {
        throw new ClassNotFoundException(name);
      }
      try (InputStream in = real.getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
