package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.recipe.Recipe;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
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
        "models",
        "summary",
        "doctor",
        "data",
        "data list",
        "data get",
        "data info"
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
        .contains("train", "eval", "predict", "models", "summary", "data", "doctor");
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
        Recipe.of(Map.of("network", "n", "data", "d", "epochs", 1)).toMap();
    Matcher named =
        Pattern.compile("--(?:\\[no-])?([a-z-]+)(?:=\\S+)? (?:(?! --).)*?\\(default: (.*?)\\)")
            .matcher(Cli.run("train", "--help").out().replaceAll("\\s+", " "));
    List<String> seen = new ArrayList<>();
    while (named.find()) {
      String key = named.group(1);
      String value = named.group(2).replace(" ", "");
      if (inForce.containsKey(key) && !key.equals("threads")) {
        seen.add(key);
        Map<String, Object> given = Map.of("network", "n", "data", "d", "epochs", 1, key, value);
        assertThat(Recipe.of(given).toMap()).as(key).isEqualTo(inForce);
      }
    }
    assertThat(seen)
        .containsExactly(
            "batch-size",
            "optimizer",
            "lr",
            "momentum",
            "nesterov",
            "weight-decay",
            "no-decay",
            "schedule",
            "warmup",
            "label-smoothing",
            "augment",
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
        "train resnet20 --epochs 0 --data shapes",
        "nonsense"
      })
  void whatDoesNotComputeNeedsNoNativeLibrary(String command) throws Exception {
    try (URLClassLoader withoutNatives = new WithoutNatives()) {
      Class<?> main = withoutNatives.loadClass(Main.class.getName());
      Class<?> terminal = withoutNatives.loadClass(Terminal.class.getName());
      Object none =
          terminal.getDeclaredConstructor(boolean.class, boolean.class).newInstance(false, false);
      Method run =
          main.getDeclaredMethod(
              "run", PrintWriter.class, PrintWriter.class, terminal, String[].class);
      run.setAccessible(true);
      StringWriter err = new StringWriter();
      int code =
          (int)
              run.invoke(
                  null,
                  new PrintWriter(new StringWriter()),
                  new PrintWriter(err),
                  none,
                  command.split(" "));
      assertThat(err.toString()).doesNotContain("bytedeco");
      assertThat(code).isIn(ExitCode.DONE, ExitCode.WRONG_INPUT);
    }
  }

  /** The class path of this test, in which nothing of JavaCPP's can be found. */
  private static final class WithoutNatives extends URLClassLoader {
    WithoutNatives() throws MalformedURLException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.bytedeco.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }

    private static URL[] classPath() throws MalformedURLException {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        urls.add(new File(entry).toURI().toURL());
      }
      return urls.toArray(URL[]::new);
    }
  }
}
