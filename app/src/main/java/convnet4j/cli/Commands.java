package convnet4j.cli;

import convnet4j.recipe.Recipe;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Commands to paste into a shell. */
final class Commands {
  private static final String START = "./convnet ";

  private Commands() {}

  static String resume(Path run) {
    return START + "train --resume " + quoted(run.toString());
  }

  static String eval(Path run) {
    return START + "eval " + quoted(run.toString());
  }

  static String predict(Path run) {
    return START + "predict " + quoted(run.toString()) + " IMAGE";
  }

  /**
   * Trains by {@code recipe} for another number of epochs; defaults are left out.
   *
   * @param beginning the flag and value that name the weights to begin with; empty where drawn
   */
  static String train(Recipe recipe, int epochs, List<String> beginning) {
    Map<String, Object> defaults =
        Recipe.of(Map.of("network", recipe.network(), "data", recipe.data(), "epochs", epochs))
            .toMap();
    Map<String, Object> changed = new LinkedHashMap<>(recipe.toMap());
    changed.put("epochs", epochs);
    changed.entrySet().removeIf(e -> e.getValue().equals(defaults.get(e.getKey())));
    StringBuilder line = new StringBuilder(START + "train " + recipe.network());
    line.append(" --data ").append(quoted(recipe.data())).append(" --epochs ").append(epochs);
    beginning.forEach(word -> line.append(' ').append(quoted(word)));
    changed.forEach((key, value) -> line.append(flag(key, value)));
    return line.toString();
  }

  private static String flag(String key, Object value) {
    return switch (value) {
      case Map<?, ?> options -> {
        StringBuilder text = new StringBuilder();
        options.forEach((k, v) -> text.append(" --set ").append(quoted(k + "=" + v)));
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
