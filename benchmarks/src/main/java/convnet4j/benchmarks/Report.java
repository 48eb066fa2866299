package convnet4j.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that one run found.
 *
 * @param environment versions and processor
 */
record Report(
    String date,
    Map<String, Object> environment,
    int batch,
    int repeats,
    int warmup,
    int steps,
    List<Measurement> measurements) {
  /**
   * How two figures compare.
   *
   * @param target what the project promises; a ratio of memory has to stay below it
   */
  record Comparison(String what, double ratio, double target, boolean reached) {}

  /** Of those contenders that took part. */
  @JsonProperty
  List<Comparison> comparisons() {
    List<Comparison> all = new ArrayList<>();
    faster(all, Contender.CONVNET4J_BF16, Contender.DJL, 2.4);
    faster(all, Contender.CONVNET4J_FP32, Contender.DJL, 1.25);
    faster(all, Contender.CONVNET4J_BF16, Contender.DJL_TUNED, 2.4);
    faster(all, Contender.CONVNET4J_FP32, Contender.DJL_TUNED, 1.25);
    faster(all, Contender.CONVNET4J_BF16, Contender.BARE_BF16, 0.95);
    faster(all, Contender.CONVNET4J_FP32, Contender.BARE_FP32, 0.95);
    for (Measurement m : of(Contender.CONVNET4J_RSS)) {
      double growth = (double) m.rssKb().get(Job.MEMORY_STEPS) / m.rssKb().get(Job.MEMORY_FROM);
      String what =
          String.format(
              "memory of %s after %d steps / after %d",
              m.network(), Job.MEMORY_STEPS, Job.MEMORY_FROM);
      all.add(new Comparison(what, growth, 1.03, growth <= 1.03));
    }
    return all;
  }

  private void faster(List<Comparison> all, Contender ours, Contender theirs, double target) {
    if (!of(ours).isEmpty() && !of(theirs).isEmpty()) {
      double ratio = Measurement.median(of(ours)) / Measurement.median(of(theirs));
      String what = "images/s of " + ours + " / " + theirs;
      all.add(new Comparison(what, ratio, target, ratio >= target));
    }
  }

  private List<Measurement> of(Contender contender) {
    return measurements.stream().filter(m -> m.contender() == contender).toList();
  }

  /** For people. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("# Speed of training, ").append(date).append("\n\n");
    text.append(
        String.format(
            "%s on CIFAR-10, batch %d: %d steps after %d of warm-up, median of %d processes that"
                + " took turns.%n%n",
            Job.NETWORK, batch, steps, warmup, repeats));
    environment.forEach((key, value) -> text.append("- ").append(key + ": " + value + "\n"));
    text.append("\n").append(Table.markdown(contenders()));
    if (!comparisons().isEmpty()) {
      text.append("\n").append(Table.markdown(verdicts()));
    }
    return text.toString();
  }

  private List<List<String>> contenders() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("contender", "images/s", "each", "ms/step", "memory, MB", "threads", "engine"));
    for (Contender contender : Contender.values()) {
      List<Measurement> repeats = of(contender);
      if (!repeats.isEmpty()) {
        rows.add(row(contender, repeats));
      }
    }
    return rows;
  }

  private List<String> row(Contender contender, List<Measurement> repeats) {
    Measurement last = repeats.getLast();
    // An epoch ends amid the steps of the one for memory, with a test and a checkpoint.
    boolean timed = contender != Contender.CONVNET4J_RSS;
    double median = Measurement.median(repeats);
    return List.of(
        contender.toString(),
        timed ? Table.format("%.1f", median) : "",
        timed ? Table.each(repeats) : "",
        timed ? Table.format("%.0f", 1000 * batch / median) : "",
        join(last.rssKb().values().stream().map(kb -> Table.format("%.0f", kb / 1024.0)), " → "),
        Integer.toString(last.threads()),
        last.engine());
  }

  private List<List<String>> verdicts() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("comparison", "ratio", "target", "reached"));
    for (Comparison c : comparisons()) {
      String sign = c.what().startsWith("memory") ? "≤ " : "≥ ";
      rows.add(
          List.of(
              c.what(),
              Table.format("%.3f", c.ratio()),
              sign + c.target(),
              c.reached() ? "yes" : "no"));
    }
    return rows;
  }

  private static String join(Stream<String> parts, String separator) {
    return parts.collect(Collectors.joining(separator));
  }
}
