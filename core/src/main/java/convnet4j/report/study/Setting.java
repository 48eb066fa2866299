package convnet4j.report.study;

import convnet4j.recipe.Recipe;
import convnet4j.render.Table;
import convnet4j.render.Time;
import convnet4j.study.Axis;
import convnet4j.study.Outcome.State;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a study's runs had in common, what varied, and what ran them. */
final class Setting {
  /** Nothing that decides what a run comes to, or different in every one. */
  private static final Set<String> UNTOLD = Set.of("seed", "threads", "checkpoint-every");

  /** Told also where they are as recipes have them unless told otherwise. */
  private static final Set<String> ALWAYS =
      Set.of(
          "network",
          "data",
          "batch-size",
          "optimizer",
          "lr",
          "momentum",
          "weight-decay",
          "schedule",
          "augment");

  private static final Set<String> LENGTHS = Set.of("epochs", "steps");

  private final StudyData data;

  Setting(StudyData data) {
    this.data = data;
  }

  /** What all cells have, by the keys of a recipe; defaults of little interest are left out. */
  Map<String, String> common() {
    return common(false);
  }

  /** The same with every default. */
  Map<String, String> complete() {
    return common(true);
  }

  private Map<String, String> common(boolean all) {
    List<Map<String, String>> recipes =
        data.recipes().values().stream().map(Setting::flat).toList();
    Map<String, String> usual = usual(data.recipes().values().iterator().next());
    Map<String, String> common = new LinkedHashMap<>();
    recipes
        .getFirst()
        .forEach(
            (key, value) -> {
              boolean shared = recipes.stream().allMatch(r -> value.equals(r.get(key)));
              boolean length = LENGTHS.contains(key) && !value.equals("0");
              boolean told = all || ALWAYS.contains(key) || length || !value.equals(usual.get(key));
              if (shared && told && !(LENGTHS.contains(key) && value.equals("0"))) {
                common.put(key, value);
              }
            });
    return common;
  }

  private static Map<String, String> usual(Recipe recipe) {
    String unit = recipe.length().inSteps() ? "steps" : "epochs";
    int length = Math.max(recipe.length().epochs(), recipe.length().steps());
    return flat(
        Recipe.of(
            Map.of("network", recipe.network(), "data", recipe.images().data(), unit, length)));
  }

  private static Map<String, String> flat(Recipe recipe) {
    Map<String, String> flat = new LinkedHashMap<>();
    recipe
        .toMap()
        .forEach(
            (key, value) -> {
              if (value instanceof Map<?, ?> options) {
                options.forEach((k, v) -> flat.put(key + "." + k, shown(v)));
              } else if (!UNTOLD.contains(key)) {
                flat.put(key, shown(value));
              }
            });
    return flat;
  }

  private static String shown(Object value) {
    String text =
        switch (value) {
          case List<?> list -> list.stream().map(Setting::shown).collect(Collectors.joining("; "));
          case Integer whole -> Table.count(whole);
          case Double number -> BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
          default -> String.valueOf(value);
        };
    return text.isEmpty() ? "none" : text;
  }

  /** The labels of every axis that are run at this scale. */
  Map<String, String> axes() {
    Map<String, String> axes = new LinkedHashMap<>();
    for (Axis axis : data.study().axes()) {
      Set<String> labels =
          data.cells().stream()
              .map(cell -> cell.labels().get(axis.name()))
              .collect(Collectors.toCollection(LinkedHashSet::new));
      axes.put(axis.name(), String.join("\u00a0· ", labels));
    }
    return axes;
  }

  /** How much was run and on what. */
  Map<String, String> runs() {
    Map<String, String> runs = new LinkedHashMap<>();
    int cells = data.cells().size();
    int seeds = data.study().seeds(data.scale()).size();
    String grid = Figures.count(cells, "cell") + " × " + Figures.count(seeds, "seed");
    runs.put("grid", grid + " = " + Figures.count((long) cells * seeds, "run"));
    runs.put("state", states());
    runs.put(
        "seeds",
        data.study().seeds(data.scale()).stream()
            .map(String::valueOf)
            .collect(Collectors.joining(", ")));
    new TreeMap<>(data.places())
        .forEach((name, place) -> runs.merge("data", name + " from " + place, Setting::line));
    new TreeMap<>(data.testImages())
        .forEach(
            (name, count) ->
                runs.merge("test images", Table.count(count) + " of " + name, Setting::line));
    runs.put("time", time());
    machines()
        .forEach((machine, count) -> runs.merge("machine", machine + ofRuns(count), Setting::line));
    runs.put("commit", String.join(", ", commits()));
    return runs;
  }

  private static String line(String one, String other) {
    return one + "; " + other;
  }

  private String ofRuns(long count) {
    return count == data.runs().size() ? "" : " (" + Figures.count(count, "run") + ")";
  }

  /** {@code 105 finished, 2 diverged, 1 missing}. */
  String states() {
    return Stream.of(State.FINISHED, State.DIVERGED, State.STARTED, State.FAILED, State.MISSING)
        .filter(state -> data.ledger().count(state) > 0)
        .map(state -> Table.count(data.ledger().count(state)) + " " + state.label())
        .collect(Collectors.joining(", "));
  }

  /** What is not over, as a sentence; empty where all is. */
  String unfinished() {
    long all = data.ledger().entries().size();
    long over = data.ledger().entries().stream().filter(e -> e.outcome().state().isOver()).count();
    return over == all
        ? ""
        : Figures.text(
            "%,d of %,d runs are over. What follows is of these, and may change with the others.",
            over, all);
  }

  /** Where a run that diverged stands, and with which seed. */
  List<String> diverged() {
    return data.ledger().entries().stream()
        .filter(entry -> entry.outcome().state() == State.DIVERGED)
        .map(entry -> entry.cell().text() + " (seed " + entry.seed() + ")")
        .toList();
  }

  private String time() {
    double seconds =
        data.ledger().entries().stream()
            .mapToDouble(entry -> entry.outcome().seconds())
            .filter(Double::isFinite)
            .sum();
    return Time.of(seconds) + " of training and testing";
  }

  private Map<String, Long> machines() {
    return data.runs().stream()
        .filter(run -> run.environment().containsKey("cpu"))
        .collect(
            Collectors.groupingBy(Setting::machine, LinkedHashMap::new, Collectors.counting()));
  }

  private static String machine(StudyRun run) {
    List<String> parts = new ArrayList<>();
    parts.add(String.valueOf(run.environment().get("cpu")));
    if (run.environment().get("threads") instanceof Number threads) {
      parts.add(Figures.count(threads.longValue(), "thread"));
    }
    if (run.environment().get("libtorch") instanceof String libtorch) {
      parts.add("libtorch " + libtorch);
    }
    return String.join(", ", parts);
  }

  /** Of this program; {@code unknown} where it was not built from its repository. */
  List<String> commits() {
    List<String> commits =
        data.runs().stream()
            .map(run -> run.environment().get("commit"))
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .distinct()
            .toList();
    return commits.isEmpty() ? List.of("unknown") : commits;
  }
}
