package convnet4j.cli;

import convnet4j.recipe.RecipeKeys;
import convnet4j.recipe.RecipeKeys.Key;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The flags that stand for values of a recipe: one for each of {@link RecipeKeys}. They are text
 * here: the recipe checks them, with the same words for a flag and for a file.
 */
final class TrainFlags implements IModelTransformer {
  /** Those that a command has its own words for. */
  private static final Set<String> ELSEWHERE = Set.of("network", "data", "init", "weights");

  private static final Set<String> MAPS = Set.of("set");
  private static final Set<String> LISTS = Set.of("expand");

  @Override
  public CommandSpec transform(CommandSpec command) {
    for (Key key : keys()) {
      command.addOption(option(key));
    }
    return command;
  }

  private static List<Key> keys() {
    return RecipeKeys.all().stream().filter(key -> !ELSEWHERE.contains(key.name())).toList();
  }

  private static OptionSpec option(Key key) {
    OptionSpec.Builder option = OptionSpec.builder(name(key)).description(help(key));
    if (key.isFlag()) {
      return option.type(Boolean.class).negatable(true).build();
    }
    option.paramLabel(key.label());
    if (MAPS.contains(key.name())) {
      return option.type(Map.class).auxiliaryTypes(String.class, String.class).build();
    }
    if (LISTS.contains(key.name())) {
      return option.type(List.class).auxiliaryTypes(String.class).build();
    }
    return option.type(String.class).build();
  }

  private static String name(Key key) {
    return "--" + key.name();
  }

  /** With the default, unless there is nothing to say of it. */
  private static String help(Key key) {
    boolean repeated = MAPS.contains(key.name()) || LISTS.contains(key.name());
    String text = key.help();
    if (key.initial().isPresent() && !repeated) {
      text = text.substring(0, text.length() - 1) + " (default: " + key.initial().get() + ").";
    }
    return text.replace("%", "%%");
  }

  /** What the user gave, by the recipe's keys. */
  static Map<String, Object> values(CommandSpec command) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Key key : keys()) {
      Object value = command.findOption(name(key)).getValue();
      if (value != null) {
        values.put(key.name(), value instanceof Map<?, ?> map ? new TreeMap<>(map) : value);
      }
    }
    return values;
  }
}
