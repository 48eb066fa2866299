package convnet4j.report.study;

import convnet4j.report.study.CellResult.Beside;
import convnet4j.report.study.StudyEvidence.Judged;
import convnet4j.stats.Interval;
import convnet4j.stats.McNemar;
import convnet4j.stats.Outcome;
import convnet4j.stats.PairedTable;
import convnet4j.study.Outcome.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The evidence of a study as one document; null is what is not known. */
final class StudyJson {
  private StudyJson() {}

  static Map<String, Object> of(StudyReport report) {
    StudyData data = report.data();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("study", data.study().name());
    json.put("title", data.study().title());
    json.put("scale", data.scale().name());
    json.put("says", data.scale().says());
    json.put("measure", data.study().measure().label());
    json.put("complete", data.ledger().isComplete());
    Map<String, Long> states = new LinkedHashMap<>();
    for (State state : State.values()) {
      states.put(state.label(), data.ledger().count(state));
    }
    json.put("states", states);
    json.put(
        "published", data.study().published().stream().map(source -> source.source()).toList());
    json.put("cells", report.cells().stream().map(StudyJson::cell).toList());
    json.put("comparisons", report.evidence().judged().stream().map(StudyJson::judged).toList());
    json.put("claims", report.claims().stream().map(StudyJson::claim).toList());
    return json;
  }

  private static Map<String, Object> cell(CellResult cell) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cell", cell.cell().labels());
    json.put("n", cell.values().size());
    json.put("diverged", cell.count(State.DIVERGED));
    json.put("mean", orNull(cell.mean()));
    json.put("deviation", orNull(cell.deviation()));
    json.put("interval", cell.interval().map(StudyJson::interval).orElse(null));
    json.put("published", cell.published().stream().map(StudyJson::beside).toList());
    json.put("params", cell.params());
    json.put("madds", cell.madds());
    json.put("seconds_per_epoch", orNull(cell.secondsPerEpoch()));
    json.put("images_per_second", orNull(cell.imagesPerSecond()));
    return json;
  }

  private static Map<String, Object> beside(Beside beside) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("source", beside.source());
    json.put("measure", beside.measure().label());
    json.put("value", beside.value());
    json.put("difference", orNull(beside.difference()));
    return json;
  }

  private static Map<String, Object> judged(Judged judged) {
    Outcome outcome = judged.outcome();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", judged.asked().name());
    json.put("measure", judged.asked().measure().label());
    json.put(
        "cells",
        Map.of(
            "a", outcome.comparison().a().stream().distinct().toList(),
            "b", outcome.comparison().b().stream().distinct().toList()));
    json.put("seeds", outcome.seeds());
    json.put("difference", orNull(outcome.difference()));
    json.put("interval", outcome.estimate().map(e -> interval(e.interval())).orElse(null));
    json.put("p", outcome.estimate().map(e -> e.p()).orElse(null));
    json.put("adjusted_p", orNull(outcome.adjusted()));
    json.put("standard_error", outcome.estimate().map(e -> e.standardError()).orElse(null));
    json.put("freedom", outcome.estimate().map(e -> e.degreesOfFreedom()).orElse(null));
    json.put("pooled", outcome.estimate().map(e -> e.pooled()).orElse(null));
    json.put("pooling", outcome.pooling().text());
    json.put("verdict", outcome.verdict().text());
    json.put("networks", judged.networks().map(StudyJson::networks).orElse(null));
    return json;
  }

  private static Map<String, Object> networks(PairedTable table) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("images", table.images());
    json.put("only_a", table.onlyA());
    json.put("only_b", table.onlyB());
    json.put("mcnemar_p", McNemar.p(table.onlyA(), table.onlyB()));
    return json;
  }

  private static Map<String, Object> claim(ClaimVerdict verdict) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", verdict.claim().id());
    json.put("quote", verdict.claim().quote());
    json.put("english", verdict.claim().english());
    json.put("verdict", verdict.word().text());
    json.put("why", verdict.why());
    return json;
  }

  private static List<Double> interval(Interval interval) {
    return List.of(rounded(interval.low()), rounded(interval.high()));
  }

  private static Double orNull(OptionalDouble value) {
    return value.isEmpty() ? null : (Double) rounded(value.getAsDouble());
  }

  /** What rounding of sums has left behind the tenth digit helps nobody. */
  private static double rounded(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.10g", value));
  }
}
