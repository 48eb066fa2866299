package convnet4j.eval;

import convnet4j.image.Batch;
import convnet4j.image.BatchLoader;
import convnet4j.image.ImageSource;
import convnet4j.image.LoadPlan;
import convnet4j.recipe.Score;
import convnet4j.stats.Accuracy;
import convnet4j.stats.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Measures a network on images, each seen once as it is. */
public final class Evaluator {
  private Evaluator() {}

  /**
   * Runs every image of {@code images} through {@code predictor}.
   *
   * @param progress told how many images are done, batch by batch
   */
  public static Evaluation evaluate(
      Predictor predictor, ImageSource images, int batchSize, int workers, IntConsumer progress) {
    int classes = predictor.classes();
    Accuracy accuracy = new Accuracy(classes);
    List<Answer> answers = new ArrayList<>();
    long wrong = 0;
    long start = System.nanoTime();
    try (BatchLoader loader =
        new BatchLoader(images, LoadPlan.inOrder(Math.min(batchSize, images.size()), workers))) {
      for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
        float[] logits = predictor.logits(batch);
        long[] labels = new long[batch.size()];
        for (int i = 0; i < labels.length; i++) {
          labels[i] = batch.label(i);
          double[] p = Softmax.of(logits, i * classes, classes);
          int predicted = Softmax.argmax(p);
          wrong += predicted == batch.label(i) ? 0 : 1;
          answers.add(new Answer(batch.index(i), batch.label(i), predicted, (float) p[predicted]));
        }
        accuracy.add(logits, labels, labels.length);
        progress.accept(answers.size());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Evaluation(
          Score.of(accuracy), wrong, loader.skipped(), answers.size() / seconds, answers);
    }
  }
}
