package convnet4j.train;

import convnet4j.data.Dataset;
import convnet4j.data.FileSplit;
import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.data.Preprocessing;
import convnet4j.errors.InputException;
import convnet4j.eval.Models;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Step;
import convnet4j.recipe.Recipe;
import convnet4j.weights.ModelInfo;
import convnet4j.zoo.Option;
import convnet4j.zoo.Zoo;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The network that a recipe and its data make together: classes and channels follow the data, the
 * normalisation follows weights that were trained with one.
 */
final class TrainingModel {
  private static final String CLASSES = "classes";
  private static final String INPUT = "input";

  /** What training adds, and inference knows nothing of. */
  private static final Set<String> FOR_TRAINING = Set.of("aux", "stochastic_depth");

  private TrainingModel() {}

  /**
   * What is trained.
   *
   * @param begun what the weights that training begins or goes on with were trained as; empty where
   *     they are drawn
   * @throws InputException when those are of this network, but with options that make it compute
   *     something else
   */
  static ModelInfo info(Recipe recipe, Dataset data, Optional<ModelInfo> begun) {
    TreeMap<String, String> options = new TreeMap<>(recipe.options());
    FeatureMap input = Zoo.create(recipe.network(), options).input();
    String classes = options.remove(CLASSES);
    if (classes != null && Integer.parseInt(classes) != data.classes().size()) {
      throw new InputException(
          "classes: expects the "
              + data.classes().size()
              + " of "
              + recipe.images().data()
              + ", received "
              + classes
              + "; leave it out, it follows the data");
    }
    String given = options.remove(INPUT);
    boolean channelsGiven = given != null && given.contains("x");
    FeatureMap shape =
        channelsGiven ? input : new FeatureMap(data.channels(), input.height(), input.width());
    Normalisation normalisation =
        begun
            .map(m -> m.preprocessing().normalisation())
            .filter(n -> n.channels() == shape.channels())
            .orElseGet(() -> converted(data.normalisation(), shape.channels()));
    ModelInfo info =
        new ModelInfo(
            recipe.network(),
            options,
            shape,
            data.classes(),
            preprocessing(data, shape, normalisation));
    begun.filter(m -> m.network().equals(info.network())).ifPresent(m -> requireSame(m, info));
    return info;
  }

  private static Preprocessing preprocessing(
      Dataset data, FeatureMap input, Normalisation normalisation) {
    return switch (data.train()) {
      case PixelSplit p ->
          Preprocessing.fit(p.height(), p.width(), input.height(), input.width(), normalisation);
      case FileSplit f -> Preprocessing.cover(ModelInfo.side(input), normalisation);
    };
  }

  /** Tensors of the same names and shapes do not tell what is computed with them. */
  private static void requireSame(ModelInfo begun, ModelInfo info) {
    Map<String, String> theirs = new TreeMap<>();
    Map<String, String> ours = new TreeMap<>();
    for (Option option : Zoo.entry(info.network()).options()) {
      String key = option.key();
      String their = begun.options().getOrDefault(key, option.initial());
      String our = info.options().getOrDefault(key, option.initial());
      boolean computed = !key.equals(CLASSES) && !key.equals(INPUT) && !FOR_TRAINING.contains(key);
      if (!their.equals(our) && computed) {
        theirs.put(key, their);
        ours.put(key, our);
      }
    }
    if (!theirs.isEmpty() && !steps(begun, info).equals(steps(info, info))) {
      throw new InputException(
          "weights to begin with: expect "
              + info.network()
              + " with "
              + text(theirs)
              + ", which they were trained with, received "
              + text(ours)
              + "; set it so, or begin with others");
    }
  }

  /** What a network computes, for the images and classes of another. */
  private static List<Step> steps(ModelInfo of, ModelInfo like) {
    TreeMap<String, String> options = new TreeMap<>(of.options());
    options.keySet().removeAll(FOR_TRAINING);
    return Models.graph(of.network(), options, like.input(), like.classes().size())
        .withoutAuxiliary()
        .steps();
  }

  private static String text(Map<String, String> options) {
    return options.entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  /** For grey images that are read as colour, and the other way round. */
  private static Normalisation converted(Normalisation n, int channels) {
    return n.channels() == channels
        ? n
        : new Normalisation(
            Collections.nCopies(channels, mean(n.mean())),
            Collections.nCopies(channels, mean(n.std())));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElseThrow();
  }
}
