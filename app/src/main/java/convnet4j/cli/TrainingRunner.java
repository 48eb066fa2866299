package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RecipeRunner;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.TrainEvent;
import convnet4j.train.RunFolder;
import convnet4j.train.Trainer;
import convnet4j.weights.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Trains in this process.
 *
 * @param data by what recipes call it
 * @param offline whether weights may not be downloaded
 */
record TrainingRunner(Map<String, Dataset> data, boolean offline, Console console)
    implements RecipeRunner {
  @Override
  public Status run(Recipe recipe, Path folder, Consumer<TrainEvent> events, BooleanSupplier stop) {
    Dataset images = data.get(recipe.images().data());
    RunFolder run = RunFolder.reopen(folder);
    Optional<ModelFile> weights =
        Files.exists(run.state())
            ? Optional.empty()
            : BeginningWeights.of(recipe, images, offline, console);
    return Trainer.train(recipe, images, run, weights, events, stop).status();
  }
}
