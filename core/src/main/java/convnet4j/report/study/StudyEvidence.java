package convnet4j.report.study;

import convnet4j.stats.Evidence;
import convnet4j.stats.Family;
import convnet4j.stats.Outcome;
import convnet4j.stats.PairedTable;
import convnet4j.stats.Responses;
import convnet4j.stats.Verdict;
import convnet4j.study.Cell;
import convnet4j.study.Comparison;
import convnet4j.study.Comparison.Pair;
import convnet4j.study.Ledger.Entry;
import convnet4j.study.Measure;
import convnet4j.study.Outcome.State;
import convnet4j.study.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a study's comparisons came to.
 *
 * @param judged in the order of the study's file
 */
record StudyEvidence(List<Judged> judged) {
  /**
   * A comparison and what may be said of it.
   *
   * @param asked as the study's file has it
   * @param outcome of the test across seeds
   * @param networks with one seed and one pair of cells, how the two networks did on the same
   *     images; it speaks about them and not about recipes
   */
  record Judged(Comparison asked, Outcome outcome, Optional<PairedTable> networks) {}

  StudyEvidence {
    judged = List.copyOf(judged);
  }

  /** All comparisons are corrected together, whatever their measures are. */
  static StudyEvidence of(StudyData data) {
    List<Comparison> asked = data.study().comparisons();
    if (asked.isEmpty()) {
      return new StudyEvidence(List.of());
    }
    asked.forEach(comparison -> comparison.requireApart(data.ledger()));
    Map<Cell, String> names = names(data);
    Map<Measure, Responses> responses = new EnumMap<>(Measure.class);
    Map<convnet4j.stats.Comparison, Measure> measures = new HashMap<>();
    List<convnet4j.stats.Comparison> family = new ArrayList<>();
    for (Comparison comparison : asked) {
      responses.computeIfAbsent(comparison.measure(), measure -> responses(data, names, measure));
      family.add(sides(comparison.name(), pairs(comparison, data), names));
      measures.put(family.getLast(), comparison.measure());
    }
    Evidence evidence = new Family(family).judge(c -> responses.get(measures.get(c)));
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      Outcome outcome = evidence.outcomes().get(i);
      judged.add(new Judged(asked.get(i), outcome, networks(asked.get(i), outcome, data)));
    }
    return new StudyEvidence(judged);
  }

  /** A comparison that the scale has left nothing of is one of cells that were not run. */
  private static List<Pair> pairs(Comparison comparison, StudyData data) {
    List<Pair> here = comparison.pairs(data.cells());
    return here.isEmpty() ? comparison.pairs(data.study().cells(Scale.FULL)) : here;
  }

  /** A cell that stands in several pairs counts in each of them. */
  private static convnet4j.stats.Comparison sides(
      String name, List<Pair> pairs, Map<Cell, String> names) {
    return new convnet4j.stats.Comparison(
        name,
        pairs.stream().map(pair -> names.get(pair.a())).toList(),
        pairs.stream().map(pair -> names.get(pair.b())).toList());
  }

  /** Cells that share their runs have one name: they vary together. */
  private static Map<Cell, String> names(StudyData data) {
    Map<List<String>, String> byRuns = new HashMap<>();
    Map<Cell, String> names = new LinkedHashMap<>();
    for (Cell cell : data.study().cells(Scale.FULL)) {
      List<String> runs = data.ledger().runs(cell);
      names.put(
          cell, runs.isEmpty() ? cell.text() : byRuns.computeIfAbsent(runs, r -> cell.text()));
    }
    return names;
  }

  private static Responses responses(StudyData data, Map<Cell, String> names, Measure measure) {
    List<Cell> cells =
        names.entrySet().stream()
            .filter(named -> named.getKey().text().equals(named.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    List<Long> seeds = data.study().seeds(data.scale());
    double[][] values = new double[cells.size()][seeds.size()];
    Set<Responses.Place> diverged = new HashSet<>();
    for (int c = 0; c < cells.size(); c++) {
      Arrays.fill(values[c], Double.NaN);
      for (Entry entry : data.ledger().of(cells.get(c))) {
        int s = seeds.indexOf(entry.seed());
        if (s >= 0 && entry.outcome().state() == State.DIVERGED) {
          diverged.add(new Responses.Place(c, s));
        } else if (s >= 0 && entry.outcome().state() == State.FINISHED) {
          double value = measure.of(entry.outcome());
          values[c][s] = Double.isFinite(value) ? value : Double.NaN;
        }
      }
    }
    return Responses.of(cells.stream().map(Cell::text).toList(), values, diverged);
  }

  private static Optional<PairedTable> networks(
      Comparison comparison, Outcome outcome, StudyData data) {
    List<Pair> pairs = comparison.pairs(data.cells());
    boolean ofImages =
        switch (comparison.measure()) {
          case TEST_TOP1, TEST_ERROR -> true;
          case TEST_TOP5, TEST_TOP5_ERROR, TEST_LOSS, TRAIN_TOP1, TRAIN_ERROR, TRAIN_LOSS -> false;
        };
    if (!(outcome.verdict() instanceof Verdict.OneSeed) || pairs.size() != 1 || !ofImages) {
      return Optional.empty();
    }
    return data.runs(pairs.getFirst().a()).stream()
        .flatMap(
            a ->
                data.runs(pairs.getFirst().b()).stream()
                    .filter(b -> b.entry().seed() == a.entry().seed())
                    .flatMap(b -> table(a, b).stream()))
        .findFirst();
  }

  private static Optional<PairedTable> table(StudyRun a, StudyRun b) {
    try {
      return Optional.of(PairedTable.of(a.answers(), b.answers()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no answers were kept, or they are of other images
    }
  }

  /** The outcome of the comparison of that name. */
  Judged of(String name) {
    return judged.stream().filter(j -> j.asked().name().equals(name)).findFirst().orElseThrow();
  }
}
