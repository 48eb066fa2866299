package convnet4j.eval;

import convnet4j.image.Batch;
import convnet4j.image.BatchLoader;
import convnet4j.image.ImageSource;
import convnet4j.image.LoadPlan;
import java.util.function.IntConsumer;

/** Measures a network on images. */
public final class Evaluator {
  private Evaluator() {}

  /**
   * Runs every image of {@code images} through {@code predictor}, in each of its views, and
   * averages by their weights.
   *
   * @param predictor fully convolutional where the views are whole images
   * @param batchSize views of the network's input size at a time
   * @param progress told how many images are done, batch by batch
   */
  public static Evaluation evaluate(
      Predictor predictor, ImageSource images, int batchSize, int workers, IntConsumer progress) {
    int classes = predictor.classes();
    Scores scores = new Scores(classes, images.size());
    int imagesAtOnce = Math.min(images.imagesLike(batchSize), images.size());
    long start = System.nanoTime();
    try (BatchLoader loader = new BatchLoader(images, LoadPlan.inOrder(imagesAtOnce, workers))) {
      for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
        float[] logits = predictor.logits(batch);
        for (int i = 0; i < batch.size(); i++) {
          int offset = i * batch.views() * classes;
          scores.add(
              batch.index(i), batch.label(i), logits, offset, images.views(), images.average());
        }
        progress.accept(scores.images());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return Evaluation.of(scores, loader.skipped(), scores.images() / seconds);
    }
  }
}
