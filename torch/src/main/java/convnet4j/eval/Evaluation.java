package convnet4j.eval;

import convnet4j.errors.InputException;
import convnet4j.recipe.Score;
import convnet4j.stats.Accuracy;
import convnet4j.stats.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * How a network, or an ensemble of them, did on a set of images.
 *
 * @param score loss and accuracy
 * @param wrong images whose label did not rank first
 * @param skipped bad images that were left out
 * @param imagesPerSecond decoding included
 * @param answers one per image, in order of index
 * @param scores what the answers were taken from
 */
public record Evaluation(
    Score score,
    long wrong,
    int skipped,
    double imagesPerSecond,
    List<Answer> answers,
    Scores scores) {
  public Evaluation {
    answers = List.copyOf(answers);
  }

  /** What {@code scores} are worth. */
  static Evaluation of(Scores scores, int skipped, double imagesPerSecond) {
    Accuracy accuracy = new Accuracy(scores.classes());
    List<Answer> answers = new ArrayList<>();
    long wrong = 0;
    for (int i = 0; i < scores.images(); i++) {
      int label = scores.label(i);
      double[] p = scores.probabilities(i);
      int predicted = Softmax.argmax(p);
      Answer answer = new Answer(scores.index(i), label, predicted, (float) p[predicted]);
      wrong += answer.right() ? 0 : 1;
      answers.add(answer);
      accuracy.add(scores.logits(i), new long[] {label}, 1);
    }
    return new Evaluation(Score.of(accuracy), wrong, skipped, imagesPerSecond, answers, scores);
  }

  /**
   * The ensemble of networks that were evaluated on the same images: the mean of their
   * probabilities. Its speed is that of running one after the other.
   *
   * @throws InputException when they did not see the same images
   */
  public static Evaluation ensemble(List<Evaluation> networks) {
    Evaluation first = networks.getFirst();
    if (networks.size() == 1) {
      return first;
    }
    if (!networks.stream().allMatch(n -> n.scores.fits(first.scores))) {
      throw new InputException(
          "ensemble: expected networks of the same classes that see the same images, received"
              + " others or bad images that only some of them can use; pass --bad-images refuse");
    }
    List<Scores> scores = networks.stream().map(Evaluation::scores).toList();
    double seconds = networks.stream().mapToDouble(n -> 1 / n.imagesPerSecond).sum();
    return of(Scores.mean(scores), first.skipped, 1 / seconds);
  }
}
