package convnet4j.zoo;

import convnet4j.net.ActivationKind;
import convnet4j.net.InitScheme;
import convnet4j.net.Layer;
import convnet4j.net.Shape.FeatureMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A network of the zoo and how it is built.
 *
 * @param entry what users see of it
 * @param init how its parameters start
 * @param layer from settings to layers
 */
record Member(Entry entry, InitScheme init, Function<Settings, Layer> layer) {
  static final FeatureMap IMAGENET = new FeatureMap(3, 224, 224);
  static final FeatureMap CIFAR = new FeatureMap(3, 32, 32);

  /** The options that every network has, and then {@code more}. */
  static List<Option> options(
      ActivationKind activation, FeatureMap input, int classes, List<Option> more) {
    List<String> activations =
        Arrays.stream(ActivationKind.values()).map(ActivationKind::label).toList();
    List<Option> options = new ArrayList<>();
    options.add(Option.choice(Settings.ACTIVATION, activation.label(), activations));
    options.add(Option.free(Settings.CLASSES, Integer.toString(classes), Settings.CLASSES_FORM));
    options.add(
        Option.free(
            Settings.INPUT,
            input.channels() + "x" + input.height() + "x" + input.width(),
            Settings.INPUT_FORM));
    options.addAll(more);
    return options;
  }
}
