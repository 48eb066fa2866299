package convnet4j.study;

import convnet4j.errors.InputException;
import convnet4j.io.Yaml;
import convnet4j.recipe.RecipeKeys;
import convnet4j.recipe.RecipeLayers;
import convnet4j.recipe.Recipes;
import convnet4j.study.Axis.Level;
import convnet4j.study.Published.Figure;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Studies in YAML files, docs/studies.md. */
public final class StudyYaml {
  private static final String SET = "set.";
  private static final String DROP = "drop";

  private final String name;
  private final StudyValues values;

  private StudyYaml(String name, StudyValues values) {
    this.name = name;
    this.values = values;
  }

  /**
   * The study in a file.
   *
   * @throws InputException naming the file and the place in it
   */
  public static Study read(Path file) {
    return read(file, file.getFileName().toString().replaceFirst("\\.ya?ml$", ""));
  }

  /**
   * The study in a file that is called otherwise.
   *
   * @param name of the study
   */
  static Study read(Path file, String name) {
    StudyValues values = StudyValues.of(Yaml.read(file));
    return in(file.toString(), () -> new StudyYaml(name, values).study());
  }

  /** As {@link #read(Path, String)}. */
  static Study read(String where, String name, Reader reader) throws IOException {
    StudyValues values = StudyValues.of(Yaml.read(where, reader));
    return in(where, () -> new StudyYaml(name, values).study());
  }

  private static <T> T in(String where, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InputException e) {
      throw new InputException(where + ": " + e.getMessage(), e);
    }
  }

  private Study study() {
    values.allow(
        "title",
        "question",
        "source",
        "notes",
        "recipe",
        "fixed",
        "axes",
        "exclude",
        "seeds",
        "measure",
        "published",
        "comparisons",
        "scales");
    List<Axis> axes = axes();
    Measure measure = Measure.parse(values.text("measure", Measure.TEST_TOP1.label()));
    Study study =
        new Study(
            name,
            values.text("title"),
            values.text("question"),
            values.text("source", ""),
            values.texts("notes"),
            fixed(),
            axes,
            values.items("exclude").stream().map(item -> item.selection(axes)).toList(),
            seeds(values).orElse(List.of(0L)),
            measure,
            values.items("published").stream().map(item -> published(item, axes, measure)).toList(),
            comparisons(axes, measure),
            scales(axes));
    check(study);
    return study;
  }

  /** What is there must be there for something. */
  private static void check(Study study) {
    if (study.cells(Scale.FULL).isEmpty()) {
      throw new InputException("exclude: expects some cells to be left, received all of them");
    }
    for (Scale scale : study.scales()) {
      if (study.cells(scale).isEmpty()) {
        throw new InputException(
            "scales: " + scale.name() + ": levels: expects some cells to be left, all are dropped");
      }
    }
    for (Comparison comparison : study.comparisons()) {
      if (comparison.pairs(study.cells(Scale.FULL)).isEmpty()) {
        throw new InputException(
            "comparisons: '"
                + comparison.name()
                + "': expects a cell of the study that a and where name, and another one that"
                + " differs from it as b says; there is none");
      }
    }
  }

  private Map<String, Object> fixed() {
    Map<String, Object> fixed = recipeValues(values.map("fixed"));
    String recipe = values.text("recipe", "");
    return recipe.isEmpty() ? fixed : RecipeLayers.lay(fixed, Recipes.values(recipe));
  }

  /** A recipe's values, of which options may be written {@code set.KEY}. */
  private static Map<String, Object> recipeValues(StudyValues given) {
    Map<String, Object> values = new LinkedHashMap<>();
    StudyValues others = given;
    for (String key : given.values().keySet()) {
      Object value = given.values().get(key);
      if (key.startsWith(SET)) {
        others = others.without(key);
        Map<String, Object> option = Map.of(key.substring(SET.length()), given.text(key));
        values.putAll(RecipeLayers.lay(Map.of("set", option), values));
      } else {
        values.putAll(RecipeLayers.lay(given.only(key, value).values(), values));
      }
    }
    others.allow(RecipeKeys.all().stream().map(RecipeKeys.Key::name).toList());
    return values;
  }

  private List<Axis> axes() {
    StudyValues given = values.map("axes");
    List<Axis> axes = new ArrayList<>();
    for (String axis : given.values().keySet()) {
      if (axis.equals("seed")) {
        throw new InputException(
            given.at(axis) + ": is no axis; give seeds: [0, 1, 2], or how many");
      }
      List<Level> levels =
          given.values().get(axis) instanceof List<?> list
              ? list.stream().map(value -> level(given, axis, value)).toList()
              : given.map(axis).values().keySet().stream()
                  .map(label -> new Level(label, recipeValues(given.map(axis).map(label))))
                  .toList();
      Set<String> labels =
          Set.copyOf(new java.util.HashSet<>(levels.stream().map(Level::label).toList()));
      if (levels.isEmpty() || labels.size() < levels.size()) {
        throw new InputException(
            given.at(axis)
                + ": expects levels, no two of them alike, received "
                + levels.stream().map(Level::label).toList());
      }
      axes.add(new Axis(axis, levels));
    }
    return axes;
  }

  /** A level of an axis that is a key of recipes. */
  private static Level level(StudyValues where, String axis, Object value) {
    return new Level(String.valueOf(value), recipeValues(where.only(axis, value)));
  }

  private static Optional<List<Long>> seeds(StudyValues where) {
    return switch (where.values().get("seeds")) {
      case null -> Optional.empty();
      case List<?> list -> Optional.of(distinct(where, list));
      default -> {
        long count = where.whole("seeds");
        if (count < 1) {
          throw new InputException(where.at("seeds") + ": expects at least 1, received " + count);
        }
        yield Optional.of(LongStream.range(0, count).boxed().toList());
      }
    };
  }

  private static List<Long> distinct(StudyValues where, List<?> list) {
    List<Long> seeds =
        list.stream().map(item -> where.only("seeds", item).whole("seeds")).distinct().toList();
    if (seeds.isEmpty() || seeds.size() < list.size()) {
      throw new InputException(
          where.at("seeds") + ": expects whole numbers, no two of them alike, received " + list);
    }
    return seeds;
  }

  private static Published published(StudyValues item, List<Axis> axes, Measure usual) {
    item.allow("source", "measure", "cells");
    List<Figure> figures = new ArrayList<>();
    for (StudyValues cell : item.items("cells")) {
      double value = cell.number("value");
      figures.add(new Figure(cell.without("value").selection(axes), value));
    }
    Measure measure = Measure.parse(item.text("measure", usual.label()));
    return new Published(item.text("source"), measure, figures);
  }

  private List<Comparison> comparisons(List<Axis> axes, Measure usual) {
    List<Comparison> comparisons = new ArrayList<>();
    for (StudyValues item : values.items("comparisons")) {
      item.allow("name", "a", "b", "where", "measure");
      String named = item.text("name");
      if (comparisons.stream().anyMatch(other -> other.name().equals(named))) {
        throw new InputException(item.at("name") + ": '" + named + "' is the name of another one");
      }
      Selection b = item.map("b").selection(axes);
      if (b.levels().isEmpty() || b.levels().values().stream().anyMatch(l -> l.size() != 1)) {
        throw new InputException(
            item.at("b") + ": expects one level of an axis or of several, received " + b.levels());
      }
      Comparison comparison =
          new Comparison(
              named,
              item.map("a").selection(axes),
              b,
              item.map("where").selection(axes),
              compared(item, usual));
      comparisons.add(comparison);
    }
    return comparisons;
  }

  /** Verdicts know what difference is of interest in percent, and in nothing else. */
  private static Measure compared(StudyValues item, Measure usual) {
    Measure measure = Measure.parse(item.text("measure", usual.label()));
    if (measure.unit().isEmpty()) {
      throw new InputException(
          item.at("measure")
              + ": expects an accuracy or an error such as test_top1, received "
              + measure.label()
              + "; losses are shown, not compared");
    }
    return measure;
  }

  private List<Scale> scales(List<Axis> axes) {
    StudyValues given = values.map("scales");
    return given.values().keySet().stream()
        .map(scale -> scale(scale, given.map(scale), axes))
        .toList();
  }

  private static Scale scale(String name, StudyValues given, List<Axis> axes) {
    given.allow("says", "fixed", "seeds", "levels");
    if (name.equals(Scale.FULL.name())) {
      throw new InputException(
          given.where() + ": '" + name + "' is the whole study; choose another name");
    }
    Map<String, Map<String, Optional<Map<String, Object>>>> levels = new LinkedHashMap<>();
    StudyValues byAxis = given.map("levels");
    for (String axis : byAxis.values().keySet()) {
      StudyValues byLabel = byAxis.map(axis);
      Map<String, Optional<Map<String, Object>>> of = new LinkedHashMap<>();
      for (String label : byLabel.values().keySet()) {
        byAxis.only(axis, label).selection(axes); // refuses what is not there
        of.put(
            label,
            DROP.equals(byLabel.values().get(label))
                ? Optional.empty()
                : Optional.of(recipeValues(byLabel.map(label))));
      }
      levels.put(axis, of);
    }
    return new Scale(
        name, given.text("says"), recipeValues(given.map("fixed")), seeds(given), levels, 1);
  }
}
