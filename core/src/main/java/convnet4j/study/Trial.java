package convnet4j.study;

import convnet4j.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A run of a study.
 *
 * @param cell where it stands
 * @param seed of its random numbers
 * @param recipe what is run
 */
public record Trial(Cell cell, long seed, Recipe recipe) {
  /**
   * The same on other images.
   *
   * @param places of data sets, by what recipes call them; what is not there stays
   */
  public Trial on(Map<String, String> places) {
    String data = recipe.images().data();
    if (!places.containsKey(data)) {
      return this;
    }
    Map<String, Object> values = new LinkedHashMap<>(recipe.toMap());
    values.put("data", places.get(data));
    return new Trial(cell, seed, Recipe.of(values));
  }

  @Override
  public String toString() {
    return cell + " seed=" + seed;
  }
}
