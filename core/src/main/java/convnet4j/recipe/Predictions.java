package convnet4j.recipe;

import convnet4j.errors.InputException;
import convnet4j.stats.Answer;
import convnet4j.stats.PairedTable;
import java.nio.file.Path;
import java.util.List;

/**
 * The answers of one trained network to a set of test images.
 *
 * @param file where they were read
 * @param answers one per image, in order of index
 */
public record Predictions(Path file, List<Answer> answers) {
  public Predictions {
    answers = List.copyOf(answers);
  }

  /**
   * Reads a file of predictions.
   *
   * @throws InputException when it is none
   */
  public static Predictions read(Path file) {
    return new Predictions(file, PredictionsCsv.read(file));
  }

  /**
   * Sets these answers, A, beside those of {@code other}, B, to the same images.
   *
   * @throws InputException naming the first image that is not the same in both
   */
  public PairedTable pairedWith(Predictions other) {
    int shorter = Math.min(answers.size(), other.answers.size());
    for (int i = 0; i < shorter; i++) {
      Answer mine = answers.get(i);
      Answer theirs = other.answers.get(i);
      if (mine.index() < theirs.index()) {
        throw other.lacks(mine.index(), this);
      }
      if (mine.index() > theirs.index()) {
        throw lacks(theirs.index(), other);
      }
      if (mine.label() != theirs.label()) {
        throw new InputException(
            other.file
                + ": expects the labels of "
                + file
                + ", image "
                + mine.index()
                + " has label "
                + theirs.label()
                + " instead of "
                + mine.label()
                + "; compare networks on the same test images");
      }
    }
    if (answers.size() > shorter) {
      throw other.lacks(answers.get(shorter).index(), this);
    }
    if (other.answers.size() > shorter) {
      throw lacks(other.answers.get(shorter).index(), other);
    }
    return PairedTable.of(answers, other.answers);
  }

  private InputException lacks(int index, Predictions other) {
    return new InputException(
        file
            + ": expects the test images of "
            + other.file
            + ", image "
            + index
            + " is missing; compare networks on the same test images");
  }
}
