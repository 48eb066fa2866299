package convnet4j.cli;

import convnet4j.recipe.Length;
import convnet4j.recipe.Recipe;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Commands to paste into a shell. */
final class Commands {
  private static final String START = "./convnet ";

  private Commands() {}

  /** What was called with {@code args}. */
  static String same(List<String> args) {
    return START + args.stream().map(Commands::quoted).collect(Collectors.joining(" "));
  }

  static String resume(Path run) {
    return START + "train --resume " + quoted(run.toString());
  }

  /** Trains by the recipe that {@code run} keeps. */
  static String again(Path run) {
    return START + "train --recipe " + quoted(run.resolve("recipe.yaml").toString());
  }

  static String studyRun(String folder) {
    return START + "study run " + quoted(folder);
  }

  static String studyReport(String folder) {
    return START + "study report " + quoted(folder);
  }

  static String eval(Path run) {
    return START + "eval " + quoted(run.toString());
  }

  static String predict(Path run) {
    return START + "predict " + quoted(run.toString()) + " IMAGE";
  }

  /** Trains by {@code recipe}, twice as long; defaults are left out. */
  static String trainLonger(Recipe recipe) {
    Length before = recipe.length();
    String unit = before.inSteps() ? "steps" : "epochs";
    int length = (int) Math.min(2L * Math.max(before.steps(), before.epochs()), Integer.MAX_VALUE);
    Map<String, Object> chosen = new LinkedHashMap<>(recipe.chosen());
    chosen.keySet().removeAll(List.of("network", "data", unit));
    StringBuilder line = new StringBuilder(START + "train " + recipe.network());
    line.append(" --data ").append(quoted(recipe.images().data()));
    line.append(" --").append(unit).append(' ').append(length);
    chosen.forEach((key, value) -> line.append(flag(key, value)));
    return line.toString();
  }

  private static String flag(String key, Object value) {
    return switch (value) {
      case Map<?, ?> options -> {
        StringBuilder text = new StringBuilder();
        options.forEach((k, v) -> text.append(" --set ").append(quoted(k + "=" + v)));
        yield text.toString();
      }
      case List<?> values -> {
        StringBuilder text = new StringBuilder();
        values.forEach(v -> text.append(" --" + key + " " + quoted(v.toString())));
        yield text.toString();
      }
      case Boolean on -> on ? " --" + key : " --no-" + key;
      default -> " --" + key + " " + quoted(value.toString());
    };
  }

  /** As a POSIX shell reads it back. */
  static String quoted(String text) {
    boolean safe = text.matches("[\\p{L}\\p{N}_./:,=+@%-]+");
    return safe ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
