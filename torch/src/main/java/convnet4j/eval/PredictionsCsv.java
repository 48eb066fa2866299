package convnet4j.eval;

import convnet4j.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Per-image answers in a file: what paired tests between two networks need. */
public final class PredictionsCsv {
  private PredictionsCsv() {}

  /** Writes the columns index, label, predicted, probability. */
  public static void write(Path path, List<Answer> answers) throws IOException {
    StringBuilder text = new StringBuilder("index,label,predicted,probability\n");
    for (Answer a : answers) {
      text.append(a.index()).append(',').append(a.label()).append(',');
      text.append(a.predicted()).append(',').append(a.probability()).append('\n');
    }
    AtomicFile.writeString(path, text.toString());
  }
}
