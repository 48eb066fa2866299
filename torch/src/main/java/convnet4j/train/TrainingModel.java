package convnet4j.train;

import convnet4j.data.Dataset;
import convnet4j.data.Preprocessing;
import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.Recipe;
import convnet4j.weights.ModelInfo;
import convnet4j.zoo.Zoo;
import java.util.TreeMap;

/** The network that a recipe and its data make together: classes and channels follow the data. */
final class TrainingModel {
  private static final String CLASSES = "classes";
  private static final String INPUT = "input";

  private TrainingModel() {}

  static ModelInfo info(Recipe recipe, Dataset data) {
    TreeMap<String, String> options = new TreeMap<>(recipe.options());
    FeatureMap input = Zoo.create(recipe.network(), options).input();
    String classes = options.remove(CLASSES);
    if (classes != null && Integer.parseInt(classes) != data.classes().size()) {
      throw new InputException(
          "classes: expects the "
              + data.classes().size()
              + " of "
              + recipe.data()
              + ", received "
              + classes
              + "; leave it out, it follows the data");
    }
    String given = options.remove(INPUT);
    boolean channelsGiven = given != null && given.contains("x");
    return new ModelInfo(
        recipe.network(),
        options,
        channelsGiven ? input : new FeatureMap(data.channels(), input.height(), input.width()),
        data.classes(),
        Preprocessing.cover(ModelInfo.side(input), data.normalisation()));
  }
}
