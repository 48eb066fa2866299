package convnet4j.study;

import convnet4j.recipe.Recipe;

/**
 * A run of a study.
 *
 * @param cell where it stands
 * @param seed of its random numbers
 * @param recipe what is run
 */
public record Trial(Cell cell, long seed, Recipe recipe) {
  @Override
  public String toString() {
    return cell + " seed=" + seed;
  }
}
