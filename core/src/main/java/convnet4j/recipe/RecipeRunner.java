package convnet4j.recipe;

import convnet4j.recipe.RunResult.Status;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Whatever executes recipes. */
@FunctionalInterface
public interface RecipeRunner {
  /**
   * Trains by a recipe, from the beginning or from where an earlier session of the same run was
   * stopped or killed.
   *
   * @param folder of the run; created when missing
   * @param events told what happens
   * @param stop asked now and then; once true, the state is saved and training ends
   * @return how it ended; {@code result.json} in the folder says more
   * @throws convnet4j.errors.InputException if the recipe does not fit its data or the folder
   */
  Status run(Recipe recipe, Path folder, Consumer<TrainEvent> events, BooleanSupplier stop);
}
