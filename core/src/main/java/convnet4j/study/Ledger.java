package convnet4j.study;

import convnet4j.errors.InputException;
import convnet4j.io.AtomicFile;
import convnet4j.io.Csv;
import convnet4j.study.Outcome.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What came of every trial of a study, {@code ledger.csv}. But for the trials that were refused it
 * says nothing that the folders of the runs do not say, and is written anew from them.
 *
 * @param axes of the study
 * @param entries a row each
 */
public record Ledger(List<String> axes, List<Entry> entries) {
  private static final List<String> OTHERS = List.of("seed", "run", "state");

  /**
   * A row.
   *
   * @param cell where it stands
   * @param seed of its random numbers
   * @param run the hash of its recipe, which names its folder
   * @param outcome what came of it
   */
  public record Entry(Cell cell, long seed, String run, Outcome outcome) {}

  public Ledger {
    axes = List.copyOf(axes);
    entries = List.copyOf(entries);
  }

  /** The entries of a cell, in the order of seeds. */
  public List<Entry> of(Cell cell) {
    return entries.stream().filter(entry -> entry.cell().equals(cell)).toList();
  }

  /** The runs of a cell, in the order of seeds. */
  public List<String> runs(Cell cell) {
    return of(cell).stream().map(Entry::run).toList();
  }

  /** How many trials are in a state. */
  public long count(State state) {
    return entries.stream().filter(entry -> entry.outcome().state() == state).count();
  }

  /** Whether every trial is over. */
  public boolean isComplete() {
    return entries.stream().allMatch(entry -> entry.outcome().state().isOver());
  }

  /** The same with another outcome for one run. */
  Ledger with(String run, Outcome outcome) {
    return new Ledger(
        axes,
        entries.stream()
            .map(e -> e.run().equals(run) ? new Entry(e.cell(), e.seed(), run, outcome) : e)
            .toList());
  }

  void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    line(text, Stream.of(axes, OTHERS, Outcome.FIGURES).flatMap(List::stream).toList());
    for (Entry entry : entries) {
      List<String> fields = new ArrayList<>();
      axes.forEach(axis -> fields.add(entry.cell().labels().get(axis)));
      fields.add(Long.toString(entry.seed()));
      fields.add(entry.run());
      fields.add(entry.outcome().state().label());
      for (double figure : entry.outcome().figures()) {
        fields.add(number(figure));
      }
      line(text, fields);
    }
    AtomicFile.writeString(file, text.toString());
  }

  private static void line(StringBuilder text, List<String> fields) {
    text.append(String.join(",", fields.stream().map(Csv::field).toList())).append('\n');
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.6g", value);
  }

  /**
   * Reads a ledger.
   *
   * @throws InputException when the file is none
   */
  public static Ledger read(Path file) {
    try {
      List<Csv.Row> rows = Csv.read(file.toString(), Files.readAllBytes(file));
      List<String> names = rows.isEmpty() ? List.of() : rows.getFirst().fields();
      int axes = names.size() - OTHERS.size() - Outcome.FIGURES.size();
      if (axes < 0 || !names.subList(axes, axes + OTHERS.size()).equals(OTHERS)) {
        throw new InputException(file + ": expected the ledger of a study, received another table");
      }
      List<Entry> entries = new ArrayList<>();
      for (Csv.Row row : rows.subList(1, rows.size())) {
        entries.add(entry(file, names.subList(0, axes), row));
      }
      return new Ledger(names.subList(0, axes), entries);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e + ")", e);
    }
  }

  private static Entry entry(Path file, List<String> axes, Csv.Row row) {
    List<String> fields = row.fields();
    int n = axes.size();
    try {
      Map<String, String> labels = new LinkedHashMap<>();
      for (int i = 0; i < n; i++) {
        labels.put(axes.get(i), fields.get(i));
      }
      double[] figures =
          fields.subList(n + OTHERS.size(), n + OTHERS.size() + Outcome.FIGURES.size()).stream()
              .mapToDouble(text -> text.isEmpty() ? Double.NaN : Double.parseDouble(text))
              .toArray();
      State state = State.valueOf(fields.get(n + 2).toUpperCase(Locale.ROOT));
      return new Entry(
          new Cell(labels),
          Long.parseLong(fields.get(n)),
          fields.get(n + 1),
          Outcome.of(state, figures));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InputException(
          file + " line " + row.line() + ": expected a row of a study's ledger, received " + fields,
          e);
    }
  }
}
