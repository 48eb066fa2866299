package convnet4j.study;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RecipeLayers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An experiment: what it asks, the grid of recipes that answers, and what of it will be compared.
 *
 * @param name short, of its file
 * @param title for people
 * @param question what it asks
 * @param source the document that it comes from
 * @param notes what readers of its results should know
 * @param fixed values of every recipe
 * @param axes what varies, in the order of tables; the last one turns fastest
 * @param excluded cells that are not run
 * @param seeds of every cell
 * @param measure what is compared
 * @param published figures to stand beside
 * @param comparisons that were named in advance
 * @param scales smaller forms of it
 */
public record Study(
    String name,
    String title,
    String question,
    String source,
    List<String> notes,
    Map<String, Object> fixed,
    List<Axis> axes,
    List<Selection> excluded,
    List<Long> seeds,
    Measure measure,
    List<Published> published,
    List<Comparison> comparisons,
    List<Scale> scales) {
  public Study {
    notes = List.copyOf(notes);
    fixed = Collections.unmodifiableMap(new LinkedHashMap<>(fixed));
    axes = List.copyOf(axes);
    excluded = List.copyOf(excluded);
    seeds = List.copyOf(seeds);
    published = List.copyOf(published);
    comparisons = List.copyOf(comparisons);
    scales = List.copyOf(scales);
  }

  /**
   * The scale of that name, or a share of the whole length such as {@code 0.1}.
   *
   * @throws InputException naming the nearest
   */
  public Scale scale(String name) {
    if (name.equals(Scale.FULL.name())) {
      return Scale.FULL;
    }
    Optional<Scale> named = scales.stream().filter(s -> s.name().equals(name)).findFirst();
    if (named.isPresent()) {
      return named.get();
    }
    String share = name.replaceFirst("^x", ""); // as such a scale is named
    if (share.matches("0?\\.\\d+|1(\\.0*)?") && Double.parseDouble(share) > 0) {
      return Double.parseDouble(share) == 1 ? Scale.FULL : Scale.of(Double.parseDouble(share));
    }
    List<String> names = new ArrayList<>(List.of(Scale.FULL.name()));
    scales.forEach(s -> names.add(s.name()));
    throw Nearest.unknown("scale", name, names, "or a share of the length such as 0.1");
  }

  /** The cells that are run, the last axis fastest. */
  public List<Cell> cells(Scale scale) {
    List<Cell> cells = new ArrayList<>(List.of(new Cell(Map.of())));
    for (Axis axis : axes) {
      List<Cell> longer = new ArrayList<>();
      for (Cell cell : cells) {
        for (String label : axis.labels()) {
          if (!scale.drops(axis.name(), label)) {
            longer.add(cell.with(Map.of(axis.name(), label)));
          }
        }
      }
      cells = longer;
    }
    cells.removeIf(cell -> excluded.stream().anyMatch(selection -> selection.fits(cell)));
    return cells;
  }

  /** The seeds of every cell. */
  public List<Long> seeds(Scale scale) {
    return scale.seeds().orElse(seeds);
  }

  /**
   * Every run, all cells of the first seed before those of the second: whenever it is stopped,
   * there is something to compare.
   *
   * @param others values over all else, such as where the data lies
   * @throws InputException naming the cell whose recipe is refused
   */
  public List<Trial> trials(Scale scale, Map<String, Object> others) {
    List<Cell> cells = cells(scale);
    List<Trial> trials = new ArrayList<>();
    for (long seed : seeds(scale)) {
      for (Cell cell : cells) {
        trials.add(new Trial(cell, seed, recipe(cell, seed, scale, others)));
      }
    }
    return trials;
  }

  private Recipe recipe(Cell cell, long seed, Scale scale, Map<String, Object> others) {
    try {
      Map<String, Object> values = fixed;
      for (Axis axis : axes) {
        String label = cell.labels().get(axis.name());
        Axis.Level level = axis.levels().get(axis.labels().indexOf(label));
        values = RecipeLayers.lay(level.values(), values);
      }
      values = RecipeLayers.lay(scale.fixed(), values);
      for (Axis axis : axes) {
        String label = cell.labels().get(axis.name());
        values = RecipeLayers.lay(scale.values(axis.name(), label), values);
      }
      values = RecipeLayers.lay(others, values);
      values = RecipeLayers.lay(Map.of("seed", seed), values);
      return shortened(Recipe.of(values), scale);
    } catch (InputException e) {
      throw new InputException(
          "study " + name + (cell.labels().isEmpty() ? "" : ", " + cell) + ": " + e.getMessage(),
          e);
    }
  }

  private static Recipe shortened(Recipe recipe, Scale scale) {
    if (scale.share() == 1) {
      return recipe;
    }
    Map<String, Object> values = new LinkedHashMap<>(recipe.toMap());
    String unit = recipe.length().inSteps() ? "steps" : "epochs";
    int length = Math.max(recipe.length().steps(), recipe.length().epochs());
    long shorter = Math.max(1, Math.round(length * scale.share()));
    values.put(unit, shorter);
    double warmup = recipe.warmup().length() * shorter / length;
    values.put("warmup", recipe.length().inSteps() ? Math.round(warmup) : warmup);
    return Recipe.of(values);
  }
}
