package convnet4j.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Everything that one run of {@code benchmarks/networks} found.
 *
 * @param environment versions and processor
 * @param seconds on the clock of a turn of training, at least
 */
record NetworksReport(
    String date,
    Map<String, Object> environment,
    int rounds,
    double seconds,
    List<Workload> networks,
    List<Measurement> measurements) {
  private static final List<Task> TASKS = List.of(Task.TRAINING, Task.EVALUATION);

  /** What the project promises of {@link Contender#CONVNET4J_BF16}, its default. */
  private static final double OVER_PYTHON = 0.97;

  private static final double OVER_DJL = 2.4;

  /** Who is compared with the fastest of whom. */
  private enum Match {
    PYTHON(
        Contender.CONVNET4J_BF16,
        Set.of(Contender.PYTHON_AUTOCAST, Contender.PYTHON_BF16, Contender.PYTHON_FP32),
        OVER_PYTHON),
    DJL(Contender.CONVNET4J_BF16, Set.of(Contender.DJL), OVER_DJL),
    DJL_TUNED(Contender.CONVNET4J_BF16, Set.of(Contender.DJL_TUNED), OVER_DJL),
    FP32(Contender.CONVNET4J_FP32, Set.of(Contender.PYTHON_FP32), null);

    final Contender ours;
    final Set<Contender> theirs;
    final Double target;

    Match(Contender ours, Set<Contender> theirs, Double target) {
      this.ours = ours;
      this.theirs = theirs;
      this.target = target;
    }
  }

  /**
   * How two medians compare.
   *
   * @param ratio of images per second, ours / theirs
   * @param target what the project promises; null where it promises nothing
   */
  record Ratio(
      String network, Task task, Contender ours, Contender theirs, double ratio, Double target) {}

  /**
   * The fastest in one precision beside the matrix product in it.
   *
   * @param gflops 10⁹ floating-point operations per second of its convolutions and linear layers
   * @param share of the ceiling, 0..1
   */
  record Roof(
      String network,
      Task task,
      boolean bfloat16,
      Contender fastest,
      double imagesPerSecond,
      double gflops,
      double share) {}

  NetworksReport {
    networks = List.copyOf(networks);
    measurements = List.copyOf(measurements);
  }

  /** Of those contenders that took part. */
  @JsonProperty
  List<Ratio> ratios() {
    List<Ratio> all = new ArrayList<>();
    for (Workload network : networks) {
      for (Task task : TASKS) {
        for (Match match : Match.values()) {
          Optional<Contender> theirs = fastest(network, task, match.theirs);
          Optional<Double> ours = median(network, task, match.ours);
          if (theirs.isPresent() && ours.isPresent()) {
            double ratio = ours.get() / median(network, task, theirs.get()).orElseThrow();
            all.add(
                new Ratio(network.network(), task, match.ours, theirs.get(), ratio, match.target));
          }
        }
      }
    }
    return all;
  }

  /** Of those precisions whose matrix product was measured. */
  @JsonProperty
  List<Roof> roofline() {
    List<Roof> all = new ArrayList<>();
    for (Workload network : networks) {
      for (Task task : TASKS) {
        for (boolean bfloat16 : new boolean[] {true, false}) {
          roof(network, task, bfloat16).ifPresent(all::add);
        }
      }
    }
    return all;
  }

  private Optional<Roof> roof(Workload network, Task task, boolean bfloat16) {
    Set<Contender> contenders =
        Arrays.stream(Contender.values())
            .filter(c -> c.bfloat16() == bfloat16)
            .collect(Collectors.toSet());
    Optional<Contender> fastest = fastest(network, task, contenders);
    Optional<Contender> product = fastest(Workload.PRODUCT, Task.PRODUCT, contenders);
    if (fastest.isEmpty() || product.isEmpty()) {
      return Optional.empty();
    }
    double rate = median(network, task, fastest.get()).orElseThrow();
    double gflops = gflops(network, task, rate);
    double ceiling =
        gflops(
            Workload.PRODUCT,
            Task.PRODUCT,
            median(Workload.PRODUCT, Task.PRODUCT, product.get()).orElseThrow());
    return Optional.of(
        new Roof(network.network(), task, bfloat16, fastest.get(), rate, gflops, gflops / ceiling));
  }

  private static double gflops(Workload workload, Task task, double imagesPerSecond) {
    return task.flops() * workload.madds() * imagesPerSecond / 1e9;
  }

  private Optional<Contender> fastest(Workload workload, Task task, Collection<Contender> among) {
    return among.stream()
        .filter(c -> median(workload, task, c).isPresent())
        .max(Comparator.comparing(c -> median(workload, task, c).orElseThrow()));
  }

  private Optional<Double> median(Workload workload, Task task, Contender contender) {
    List<Measurement> repeats = of(workload, task, contender);
    return repeats.isEmpty() ? Optional.empty() : Optional.of(Measurement.median(repeats));
  }

  private List<Measurement> of(Workload workload, Task task, Contender contender) {
    return measurements.stream()
        .filter(m -> m.network().equals(workload.network()))
        .filter(m -> m.task() == task && m.contender() == contender)
        .toList();
  }

  /** For people. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("# Speed of networks, ").append(date).append("\n\n");
    text.append("Images per second, median of ")
        .append(rounds + (rounds == 1 ? " process" : " processes"))
        .append(" that took turns.\n\n");
    environment.forEach((key, value) -> text.append("- ").append(key + ": " + value + "\n"));
    engines().forEach((key, value) -> text.append("- ").append(key + ": " + value + "\n"));
    if (!ratios().isEmpty()) {
      text.append("\n## Ratios\n\n").append(Table.markdown(ratioRows()));
    }
    for (Workload network : networks) {
      text.append(
          String.format(
              "%n## %s%n%n%d×%d, batch %d, %d classes, %,d parameters%n%n",
              network.network(),
              network.side(),
              network.side(),
              network.batch(),
              network.classes(),
              network.params()));
      text.append(Table.markdown(rows(network)));
    }
    if (!roofline().isEmpty()) {
      text.append("\n## Roofline\n\n").append(Table.markdown(productRows()));
      text.append("\n").append(Table.markdown(roofRows()));
    }
    return text.toString();
  }

  /** By name and versions, whose they are. */
  private Map<String, Set<Contender>> byEngine() {
    Map<String, Set<Contender>> engines = new LinkedHashMap<>();
    for (Measurement m : measurements) {
      if (m.task() != Task.PRODUCT) {
        engines.computeIfAbsent(m.engine(), e -> new TreeSet<>()).add(m.contender());
      }
    }
    return engines;
  }

  private Map<String, String> engines() {
    Map<String, String> engines = new LinkedHashMap<>();
    byEngine()
        .forEach(
            (engine, contenders) ->
                engines.put(
                    contenders.stream().map(Contender::toString).collect(Collectors.joining(", ")),
                    engine));
    return engines;
  }

  private List<List<String>> ratioRows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("network", "task", "comparison", "ratio", "target", "reached"));
    for (Ratio r : ratios()) {
      rows.add(
          List.of(
              r.network(),
              r.task().toString(),
              r.ours() + " / " + r.theirs(),
              Table.format("%.3f", r.ratio()),
              r.target() == null ? "" : "≥ " + r.target(),
              r.target() == null ? "" : r.ratio() >= r.target() ? "yes" : "no"));
    }
    return rows;
  }

  private List<List<String>> rows(Workload network) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("contender", "training", "each", "evaluation", "each"));
    for (Contender contender : Contender.values()) {
      List<String> row = new ArrayList<>(List.of(contender.toString()));
      boolean tookPart = false;
      for (Task task : TASKS) {
        List<Measurement> repeats = of(network, task, contender);
        tookPart |= !repeats.isEmpty();
        row.add(repeats.isEmpty() ? "" : Table.format("%.1f", Measurement.median(repeats)));
        row.add(Table.each(repeats));
      }
      if (tookPart) {
        rows.add(row);
      }
    }
    return rows;
  }

  private List<List<String>> productRows() {
    List<List<String>> rows = new ArrayList<>();
    int side = Workload.PRODUCT.side();
    rows.add(List.of("product of " + side + "×" + side + " matrices", "precision", "GFLOP/s"));
    for (Contender contender : Contender.values()) {
      median(Workload.PRODUCT, Task.PRODUCT, contender)
          .ifPresent(
              rate ->
                  rows.add(
                      List.of(
                          of(Workload.PRODUCT, Task.PRODUCT, contender).getFirst().engine(),
                          precision(contender.bfloat16()),
                          Table.format("%.0f", gflops(Workload.PRODUCT, Task.PRODUCT, rate)))));
    }
    return rows;
  }

  private List<List<String>> roofRows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "network", "task", "precision", "fastest", "images/s", "GFLOP/s", "of the product's"));
    for (Roof r : roofline()) {
      rows.add(
          List.of(
              r.network(),
              r.task().toString(),
              precision(r.bfloat16()),
              r.fastest().toString(),
              Table.format("%.1f", r.imagesPerSecond()),
              Table.format("%.0f", r.gflops()),
              Table.format("%.0f%%", 100 * r.share())));
    }
    return rows;
  }

  private static String precision(boolean bfloat16) {
    return bfloat16 ? "bfloat16" : "float32";
  }
}
