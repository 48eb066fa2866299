package convnet4j.report;

import convnet4j.stats.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A test image that was taken for something else.
 *
 * @param answer what the network said of it
 * @param png the image, as a PNG file
 */
public record Mistake(Answer answer, byte[] png) {
  public Mistake {
    Objects.requireNonNull(png, "png");
  }

  /** The wrong answers that were given with most conviction, the worst first. */
  public static List<Answer> worst(List<Answer> answers, int most) {
    return answers.stream()
        .filter(answer -> !answer.right() && !answer.undecided())
        .sorted(Comparator.comparing(Answer::probability).reversed().thenComparing(Answer::index))
        .limit(most)
        .toList();
  }
}
