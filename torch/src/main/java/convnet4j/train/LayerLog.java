package convnet4j.train;

import convnet4j.io.AtomicFile;
import convnet4j.recipe.LayerRow;
import convnet4j.recipe.LayersCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code layers.csv}: what looks at the layers saw, at the first step, every so many, and the last.
 * It is written with each checkpoint, so that a resumed run has no doubles.
 */
final class LayerLog {
  private final Path path;
  private final int every;
  private final long totalSteps;
  private final List<String> lines = new ArrayList<>();

  /**
   * Goes on with what is in the file.
   *
   * @param every steps between looks; 0 for no look and no file
   * @param totalSteps of the run
   * @param done steps that are kept of what is there
   */
  LayerLog(Path path, int every, long totalSteps, long done) throws IOException {
    this.path = path;
    this.every = every;
    this.totalSteps = totalSteps;
    if (every > 0 && done > 0 && Files.exists(path)) {
      LayersCsv.read(path).rows().stream()
          .filter(row -> row.step() < done)
          .map(LayersCsv::line)
          .forEach(lines::add);
    }
  }

  /** Whether a step, from 0, is to be looked at. */
  boolean isDue(long step) {
    return every > 0 && (step % every == 0 || step + 1 == totalSteps);
  }

  void add(List<LayerRow> rows) {
    rows.stream().map(LayersCsv::line).forEach(lines::add);
  }

  void write() throws IOException {
    if (every == 0) {
      return;
    }
    StringBuilder text = new StringBuilder(LayersCsv.HEADER).append('\n');
    lines.forEach(line -> text.append(line).append('\n'));
    AtomicFile.writeString(path, text.toString());
  }
}
