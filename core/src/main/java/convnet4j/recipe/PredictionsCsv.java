package convnet4j.recipe;

import convnet4j.errors.InputException;
import convnet4j.io.AtomicFile;
import convnet4j.stats.Answer;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Per-image answers in a file: what paired tests between two networks need. */
public final class PredictionsCsv {
  private static final String HEADER = "index,label,predicted,probability";

  /** Three ints and a float take no more; a longer line is none of ours. */
  private static final int MAX_LINE = 80;

  private final Path path;
  private final List<Answer> answers = new ArrayList<>();
  private final Set<Integer> indices = new HashSet<>();
  private int line;

  private PredictionsCsv(Path path) {
    this.path = path;
  }

  /** Writes the columns index, label, predicted, probability. */
  public static void write(Path path, List<Answer> answers) throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (Answer a : answers) {
      text.append(a.index()).append(',').append(a.label()).append(',');
      text.append(a.predicted()).append(',').append(a.probability()).append('\n');
    }
    AtomicFile.writeString(path, text.toString());
  }

  /**
   * Reads what {@link #write} has written; lines may end as Windows ends them.
   *
   * @return one answer per image, at least one, in order of index
   * @throws InputException naming the line when it is anything else
   */
  public static List<Answer> read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new InputException(path + ": expects a file of predictions, found none");
    }
    PredictionsCsv csv = new PredictionsCsv(path);
    try (Reader in = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
      csv.read(in);
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read (" + e + ")", e);
    }
    csv.answers.sort(Comparator.comparingInt(Answer::index));
    return List.copyOf(csv.answers);
  }

  private void read(Reader in) throws IOException {
    String header = next(in);
    if (!HEADER.equals(header)) {
      throw wrong("the columns " + HEADER, header == null ? "" : header);
    }
    for (String row = next(in); row != null; row = next(in)) {
      Answer answer = answer(row);
      if (!indices.add(answer.index())) {
        throw wrong("every image once", "index " + answer.index() + " again");
      }
      answers.add(answer);
    }
    if (answers.isEmpty()) {
      throw wrong("the predictions of at least one image", "none");
    }
  }

  /** The next line without its end; null after the last one. */
  private String next(Reader in) throws IOException {
    StringBuilder text = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    line++;
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (text.length() == MAX_LINE) {
        throw wrong("a line of four numbers", text + "…");
      }
      text.append((char) c);
    }
    boolean windows = !text.isEmpty() && text.charAt(text.length() - 1) == '\r';
    return windows ? text.substring(0, text.length() - 1) : text.toString();
  }

  private Answer answer(String row) {
    String[] cells = row.split(",", -1);
    if (cells.length != 4) {
      throw wrong("4 values (" + HEADER + ")", row);
    }
    return new Answer(
        count("index", cells[0]),
        count("label", cells[1]),
        count("predicted", cells[2]),
        probability(cells[3]));
  }

  private int count(String column, String cell) {
    try {
      if (cell.matches("[0-9]+")) {
        return Integer.parseInt(cell);
      }
    } catch (NumberFormatException e) {
      // Falls through: more digits than an int has.
    }
    throw wrong(column + " to be a whole number of at least 0", cell);
  }

  private float probability(String cell) {
    float value = -1;
    try {
      // As Float.toString writes: parseFloat alone would take spaces, hexadecimals and suffixes.
      if (cell.matches("NaN|[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?")) {
        value = Float.parseFloat(cell);
      }
    } catch (NumberFormatException e) {
      // Falls through: refused below.
    }
    if (value < 0 || value > 1) {
      throw wrong("probability to be a number from 0 to 1", cell);
    }
    return value;
  }

  private InputException wrong(String expected, String received) {
    return new InputException(
        path
            + ", line "
            + Math.max(1, line)
            + ": expects "
            + expected
            + ", received '"
            + received
            + "'; write it anew with ./convnet eval RUN --predictions FILE");
  }
}
