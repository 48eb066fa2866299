package convnet4j.study;

import convnet4j.errors.Nearest;
import java.util.Arrays;
import java.util.Locale;

/** What a study compares of its runs. */
public enum Measure {
  /** Percent of the test images whose label ranks first. */
  TEST_TOP1("test top-1", "%", true),
  /** Percent of the test images whose label does not. */
  TEST_ERROR("test error", "%", false),
  /** Percent of the test images whose label is among the first five. */
  TEST_TOP5("test top-5", "%", true),
  /** Percent of the test images whose label is not. */
  TEST_TOP5_ERROR("test top-5 error", "%", false),
  /** Mean cross-entropy of the test images. */
  TEST_LOSS("test loss", "", false),
  /** Of the last epoch, as its batches were trained on. */
  TRAIN_TOP1("training top-1", "%", true),
  /** Of the last epoch, as its batches were trained on. */
  TRAIN_ERROR("training error", "%", false),
  /** Of the last epoch, as its batches were trained on. */
  TRAIN_LOSS("training loss", "", false);

  private final String title;
  private final String unit;
  private final boolean higherIsBetter;

  Measure(String title, String unit, boolean higherIsBetter) {
    this.title = title;
    this.unit = unit;
    this.higherIsBetter = higherIsBetter;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** {@code %}, or nothing. */
  public String unit() {
    return unit;
  }

  /** Whether more of it is better. */
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** The spelling of files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a run came to; NaN where it has not come so far. */
  public double of(Outcome outcome) {
    return switch (this) {
      case TEST_TOP1 -> outcome.testTop1();
      case TEST_ERROR -> 100 - outcome.testTop1();
      case TEST_TOP5 -> outcome.testTop5();
      case TEST_TOP5_ERROR -> 100 - outcome.testTop5();
      case TEST_LOSS -> outcome.testLoss();
      case TRAIN_TOP1 -> outcome.trainTop1();
      case TRAIN_ERROR -> 100 - outcome.trainTop1();
      case TRAIN_LOSS -> outcome.trainLoss();
    };
  }

  /**
   * The measure of that label.
   *
   * @throws convnet4j.errors.InputException naming the nearest
   */
  static Measure parse(String label) {
    return Arrays.stream(values())
        .filter(measure -> measure.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                Nearest.unknown(
                    "measure", label, Arrays.stream(values()).map(Measure::label).toList(), ""));
  }
}
