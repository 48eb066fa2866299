package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.data.Normalisation;
import convnet4j.errors.InputException;
import convnet4j.net.Network;
import convnet4j.recipe.Beginning;
import convnet4j.recipe.Freeze;
import convnet4j.recipe.Recipe;
import convnet4j.weights.Foreign;
import convnet4j.weights.ModelFile;
import convnet4j.zoo.Zoo;
import java.nio.file.Path;
import java.util.Optional;

/** The weights that a recipe begins with. */
final class BeginningWeights {
  private BeginningWeights() {}

  /** Refuses what can be seen to be wrong before any work is done. */
  static void check(Recipe recipe) {
    Beginning beginning = recipe.beginning();
    boolean kept = beginning.freeze() != Freeze.NONE || beginning.backboneLr() != 1;
    if (kept && !beginning.isTrained()) {
      throw new InputException(
          (beginning.freeze() == Freeze.NONE ? "backbone-lr" : "freeze")
              + ": expects weights that are worth keeping, received none; give --init FILE or"
              + " --weights SOURCE, or leave it out");
    }
    if (!recipe.beginning().weights().equals(Beginning.NONE)) {
      HubOptions.check(recipe.beginning().weights(), recipe.network());
    }
  }

  /** Reads them, after a download where they are published; empty where they are drawn. */
  static Optional<ModelFile> of(Recipe recipe, Dataset images, boolean offline, Console console) {
    if (!recipe.beginning().isTrained()) {
      return Optional.empty();
    }
    Network network = Zoo.create(recipe.network(), recipe.options());
    Optional<Normalisation> usual = Optional.of(images.normalisation());
    if (recipe.beginning().init().equals(Beginning.NONE)) {
      return Optional.of(
          HubOptions.read(
              recipe.beginning().weights(),
              ModelFile::toBeginWith,
              network,
              recipe.options(),
              images.classes(),
              usual,
              offline,
              console));
    }
    // A file that does not say what network it is of is taken for the one that is trained.
    Foreign foreign = ForeignOptions.foreign(network, recipe.options(), images.classes(), usual);
    return Optional.of(
        ModelFile.toBeginWith(Path.of(recipe.beginning().init()), Optional.of(foreign)));
  }
}
