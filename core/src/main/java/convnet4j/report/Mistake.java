package convnet4j.report;

import convnet4j.stats.Answer;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/**
 * A test image that was taken for something else.
 *
 * @param answer what the network said of it
 * @param png the image, a PNG file in Base64
 */
public record Mistake(Answer answer, String png) {
  /** With the image as a PNG file. */
  public static Mistake of(Answer answer, byte[] png) {
    return new Mistake(answer, Base64.getEncoder().encodeToString(png));
  }

  /** The wrong answers that were given with most conviction, the worst first. */
  public static List<Answer> worst(List<Answer> answers, int most) {
    return answers.stream()
        .filter(answer -> !answer.right() && !answer.undecided())
        .sorted(
            Comparator.comparingDouble(Answer::probability)
                .reversed()
                .thenComparingInt(Answer::index))
        .limit(most)
        .toList();
  }
}
