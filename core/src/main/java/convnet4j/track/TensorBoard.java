package convnet4j.track;

import convnet4j.recipe.TrainEvent;
import convnet4j.track.Points.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Writes TensorBoard's event files into a run's folder: {@code tensorboard --logdir runs} then
 * shows the curves of all runs. Each session of a run writes a file of its own. A disk that cannot
 * be written is told once and ends nothing but the writing.
 */
public final class TensorBoard implements Consumer<TrainEvent>, AutoCloseable {
  private final Consumer<String> notices;
  private final InstantSource clock;

  private Path folder;
  private long firstStep;
  private Points points;
  private EventFile file;
  private boolean failed;

  /**
   * @param notices told of what goes wrong, in one line
   * @param clock that dates events
   */
  public TensorBoard(Consumer<String> notices, InstantSource clock) {
    this.notices = notices;
    this.clock = clock;
  }

  @Override
  public void accept(TrainEvent event) {
    if (event instanceof TrainEvent.Started started) {
      folder = started.run();
      firstStep = started.resumedAtStep() + 1;
      points = new Points(started);
    } else if (points != null && !failed) {
      points.after(event).ifPresent(this::write);
    }
  }

  /** The file is made for the first point: a finished run that is resumed has none. */
  private void write(Point point) {
    try {
      if (file == null) {
        file = EventFile.create(folder, firstStep, clock.instant());
      }
      file.add(point, clock.instant());
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(IOException e) {
    failed = true;
    notices.accept(
        "TensorBoard: " + folder + " cannot be written (" + e + "); its curves end here");
  }

  @Override
  public void close() {
    if (file == null) {
      return;
    }
    try {
      file.close();
    } catch (IOException e) {
      fail(e);
    }
  }
}
