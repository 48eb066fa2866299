package convnet4j.train;

import convnet4j.io.AtomicFile;
import convnet4j.recipe.StepWindows;
import convnet4j.recipe.TrainEvent.Stepped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code steps.csv}: how the steps of a run went, a row for each of {@link StepWindows}. It is
 * written with each checkpoint, so that a resumed run has no doubles.
 */
final class StepLog {
  static final String HEADER = "step,loss,lr,images_per_second,gradient_norm";

  private final Path path;
  private final StepWindows windows;
  private final List<String> rows = new ArrayList<>();

  /**
   * Goes on with what is in the file.
   *
   * @param totalSteps of the run
   * @param done steps that are kept of what is there
   */
  StepLog(Path path, long totalSteps, long done) throws IOException {
    this.path = path;
    this.windows = new StepWindows(totalSteps);
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
    return windows.endsWith(step);
  }

  void add(Stepped step) {
    windows
        .after(step)
        .ifPresent(
            window ->
                rows.add(
                    String.join(
                        ",",
                        Long.toString(window.step()),
                        text(window.loss()),
                        text(window.lr()),
                        text(window.imagesPerSecond()),
                        text(window.gradientNorm()))));
  }

  /** Empty for what was not measured. */
  private static String text(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
  }

  void write() throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    rows.forEach(row -> text.append(row).append('\n'));
    AtomicFile.writeString(path, text.toString());
  }
}
