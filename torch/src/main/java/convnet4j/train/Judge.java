package convnet4j.train;

import convnet4j.eval.Evaluation;
import convnet4j.eval.Evaluator;
import convnet4j.eval.Predictor;
import convnet4j.image.ImageSource;
import convnet4j.net.Graph;
import convnet4j.recipe.Precision;
import convnet4j.recipe.Recipe;
import convnet4j.weights.ModelInfo;
import convnet4j.weights.Weights;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Tests a run's network.
 *
 * @param stop asked after every batch
 */
record Judge(
    Recipe recipe, ModelInfo info, Graph graph, Precision precision, BooleanSupplier stop) {
  /**
   * How {@code weights} do on {@code images}.
   *
   * @throws CancellationException if asked to stop meanwhile
   */
  Evaluation judge(Weights weights, ImageSource images) {
    int batchSize = Math.ceilDiv(recipe.step().batchSize(), recipe.step().accumulate());
    try (Predictor predictor =
        Predictor.of(graph, weights, info.preprocessing().normalisation(), precision)) {
      return Evaluator.evaluate(
          predictor,
          images,
          batchSize,
          recipe.threads(),
          done -> {
            if (stop.getAsBoolean()) {
              throw new CancellationException("asked to stop");
            }
          });
    }
  }
}
