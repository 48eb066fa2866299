package convnet4j.train;

import convnet4j.io.AtomicFile;
import convnet4j.recipe.TrainEvent.Stepped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code steps.csv}: how the steps of a run went, a row for every few of them. It is written with
 * each checkpoint, so that a resumed run has no doubles.
 */
final class StepLog {
  static final String HEADER = "step,loss,lr,images_per_second,gradient_norm";
  private static final int MOST_ROWS = 2000;

  private final Path path;
  private final long window;
  private final List<String> rows = new ArrayList<>();
  private double lossSum;
  private int steps;

  /**
   * Goes on with what is in the file.
   *
   * @param totalSteps of the run
   * @param done steps that are kept of what is there
   */
  StepLog(Path path, long totalSteps, long done) throws IOException {
    this.path = path;
    this.window = Math.max(1, Math.ceilDiv(totalSteps, MOST_ROWS));
    if (done > 0 && Files.exists(path)) {
      Files.readAllLines(path).stream()
          .skip(1)
          .filter(row -> stepOf(row) <= done)
          .forEach(rows::add);
    }
  }

  private static long stepOf(String row) {
    return Long.parseLong(row.substring(0, row.indexOf(',')));
  }

  /** Whether a row ends with this step, from 0: then its gradient norm is wanted. */
  boolean endsRow(long step) {
    return (step + 1) % window == 0;
  }

  void add(Stepped step) {
    lossSum += step.loss();
    steps++;
    if (endsRow(step.step())) {
      String norm = Double.isNaN(step.gradientNorm()) ? "" : text(step.gradientNorm());
      rows.add(
          String.join(
              ",",
              Long.toString(step.step() + 1),
              text(lossSum / steps),
              text(step.lr()),
              text(step.imagesPerSecond()),
              norm));
      lossSum = 0;
      steps = 0;
    }
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }

  void write() throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    rows.forEach(row -> text.append(row).append('\n'));
    AtomicFile.writeString(path, text.toString());
  }
}
