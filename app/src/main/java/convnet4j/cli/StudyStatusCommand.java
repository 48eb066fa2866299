package convnet4j.cli;

import convnet4j.io.Json;
import convnet4j.render.Table;
import convnet4j.study.Cell;
import convnet4j.study.Ledger;
import convnet4j.study.Ledger.Entry;
import convnet4j.study.Measure;
import convnet4j.study.Outcome.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code study status}: how far a study is. */
@Command(
    name = "status",
    description = "Says how far a study is and what its runs came to.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet study status shortcut-options --scale small",
      "  ./convnet study status runs/study-NAME"
    })
final class StudyStatusCommand implements Callable<Integer> {
  @Mixin private StudyOptions study;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Console console = output.console();
    StudyOptions.Given given = study.given();
    Ledger ledger = given.opened().readLedger();
    console.result(text(given, ledger), Json.pretty(json(given, ledger)));
    return ExitCode.DONE;
  }

  private static String text(StudyOptions.Given given, Ledger ledger) {
    Measure measure = given.study().measure();
    List<Table.Column> columns = new ArrayList<>();
    ledger.axes().forEach(axis -> columns.add(Table.left(axis)));
    columns.add(Table.right("over"));
    columns.add(Table.right(measure.title()));
    columns.add(Table.left(""));
    Table table = new Table(columns.toArray(Table.Column[]::new));
    for (Cell cell : cells(ledger)) {
      List<Entry> entries = ledger.of(cell);
      List<String> row = new ArrayList<>(cell.labels().values());
      long over = entries.stream().filter(entry -> entry.outcome().state().isOver()).count();
      row.add(over + "/" + entries.size());
      row.add(
          entries.stream()
              .filter(entry -> entry.outcome().state() == State.FINISHED)
              .map(entry -> Format.text("%.2f", measure.of(entry.outcome())))
              .collect(Collectors.joining("  ")));
      row.add(others(entries));
      table.row(row.toArray(String[]::new));
    }
    String scale =
        given.scale().isFull()
            ? ""
            : "scale " + given.scale().name() + ": " + given.scale().says() + "\n";
    return given.study().title() + "\n" + scale + StudyOutcome.text(ledger) + "\n\n" + table.text();
  }

  /** What is neither missing nor finished. */
  private static String others(List<Entry> entries) {
    Set<State> told = Set.of(State.STARTED, State.FAILED, State.DIVERGED);
    return entries.stream()
        .filter(entry -> told.contains(entry.outcome().state()))
        .map(entry -> "seed " + entry.seed() + " " + entry.outcome().state().label())
        .collect(Collectors.joining(", "));
  }

  private static Set<Cell> cells(Ledger ledger) {
    return ledger.entries().stream()
        .map(Entry::cell)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Map<String, Object> json(StudyOptions.Given given, Ledger ledger) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("study", given.study().name());
    json.put("scale", given.scale().name());
    json.put("folder", given.folder().path().toString());
    json.put("complete", ledger.isComplete());
    json.put("states", StudyOutcome.counts(ledger));
    json.put("runs", ledger.entries().stream().map(entry -> json(entry, given)).toList());
    return json;
  }

  private static Map<String, Object> json(Entry entry, StudyOptions.Given given) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cell", entry.cell().labels());
    json.put("seed", entry.seed());
    json.put("run", given.folder().run(entry.run()).toString());
    json.put("state", entry.outcome().state().label());
    json.put(given.study().measure().label(), given.study().measure().of(entry.outcome()));
    return json;
  }
}
