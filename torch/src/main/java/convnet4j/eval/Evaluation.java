package convnet4j.eval;

import convnet4j.recipe.Score;
import convnet4j.stats.Answer;
import java.util.List;

/**
 * How a network did on a set of images.
 *
 * @param score loss and accuracy
 * @param wrong images whose label did not rank first
 * @param skipped bad images that were left out
 * @param imagesPerSecond decoding included
 * @param answers one per image, in order of index
 */
public record Evaluation(
    Score score, long wrong, int skipped, double imagesPerSecond, List<Answer> answers) {
  public Evaluation {
    answers = List.copyOf(answers);
  }
}
