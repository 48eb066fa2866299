package convnet4j.report.study;

import convnet4j.cost.Cost;
import convnet4j.net.Resolver;
import convnet4j.recipe.Recipe;
import convnet4j.stats.Interval;
import convnet4j.stats.Proportion;
import convnet4j.study.Cell;
import convnet4j.study.Ledger.Entry;
import convnet4j.study.Measure;
import convnet4j.study.Outcome;
import convnet4j.study.Outcome.State;
import convnet4j.study.Published;
import convnet4j.zoo.Zoo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What came of a cell over its seeds.
 *
 * @param cell where it stands
 * @param entries its rows in the ledger, a seed each
 * @param measure what is summed up
 * @param interval Wilson's for one network of the mean accuracy, in the measure's unit; empty where
 *     the measure is no share of test images or their number is not known
 * @param published figures to stand beside
 * @param params trained values
 * @param madds of one image
 * @param secondsPerEpoch of training and testing; empty while it is not known
 */
record CellResult(
    Cell cell,
    List<Entry> entries,
    Measure measure,
    Optional<Interval> interval,
    List<Beside> published,
    long params,
    long madds,
    OptionalDouble secondsPerEpoch) {
  /**
   * A published figure and ours.
   *
   * @param source its place among the study's sources, from 0
   * @param measure what it is of
   * @param value as printed
   * @param ours the mean of the same measure; empty while there is none
   */
  record Beside(int source, Measure measure, double value, OptionalDouble ours) {
    /** Ours less theirs. */
    OptionalDouble difference() {
      return ours.isEmpty() ? ours : OptionalDouble.of(ours.getAsDouble() - value);
    }
  }

  CellResult {
    entries = List.copyOf(entries);
    published = List.copyOf(published);
  }

  /** The cells of a study at its scale, in the order of tables. */
  static List<CellResult> of(StudyData data) {
    Map<Network, Cost> costs = new HashMap<>(); // cells of the same network are many
    return data.cells().stream()
        .map(
            cell -> {
              Network network = Network.of(data, cell);
              return of(data, cell, costs.computeIfAbsent(network, Network::cost));
            })
        .toList();
  }

  /** What a cell trains, with the head and the input of its data where it was run. */
  private record Network(String name, Map<String, String> options) {
    static Network of(StudyData data, Cell cell) {
      Recipe recipe = data.recipes().get(cell);
      return new Network(
          recipe.network(),
          data.runs(cell).stream()
              .map(run -> run.options(recipe))
              .filter(options -> !options.equals(recipe.options()))
              .findFirst()
              .orElse(recipe.options()));
    }

    Cost cost() {
      return Cost.of(Resolver.resolve(Zoo.create(name, options)));
    }
  }

  private static CellResult of(StudyData data, Cell cell, Cost cost) {
    List<Entry> entries = data.ledger().of(cell);
    Measure measure = data.study().measure();
    double trained = mean(entries, Outcome::params).orElse(cost.params());
    return new CellResult(
        cell,
        entries,
        measure,
        interval(measure, mean(entries, measure::of), data.testImages(cell)),
        published(data.study().published(), cell, entries),
        Math.round(trained),
        cost.madds(),
        data.runs(cell).stream()
            .filter(run -> run.entry().outcome().state() == State.FINISHED)
            .mapToDouble(StudyRun::secondsPerEpoch)
            .filter(Double::isFinite)
            .average());
  }

  private static Optional<Interval> interval(Measure measure, OptionalDouble mean, int images) {
    if (mean.isEmpty() || images == 0) {
      return Optional.empty();
    }
    return switch (measure) {
      case TEST_TOP1, TEST_ERROR, TEST_TOP5, TEST_TOP5_ERROR -> {
        long hits = Math.round(mean.getAsDouble() / 100 * images);
        Interval share = new Proportion(hits, images).wilson();
        yield Optional.of(new Interval(100 * share.low(), 100 * share.high()));
      }
      case TEST_LOSS, TRAIN_TOP1, TRAIN_ERROR, TRAIN_LOSS -> Optional.empty();
    };
  }

  private static List<Beside> published(List<Published> sources, Cell cell, List<Entry> entries) {
    List<Beside> published = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      Measure measure = sources.get(i).measure();
      OptionalDouble value = sources.get(i).of(cell);
      if (value.isPresent()) {
        OptionalDouble ours = mean(entries, measure::of);
        published.add(new Beside(i, measure, value.getAsDouble(), ours));
      }
    }
    return published;
  }

  /** What was measured, a value for each seed that is finished. */
  List<Double> values() {
    return finished(entries, measure::of);
  }

  /** Over the seeds that are finished; empty while there is none. */
  OptionalDouble mean() {
    return mean(entries, measure::of);
  }

  /** Standard deviation between seeds; empty below two. */
  OptionalDouble deviation() {
    List<Double> values = values();
    if (values.size() < 2) {
      return OptionalDouble.empty();
    }
    double mean = mean().orElseThrow();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return OptionalDouble.of(Math.sqrt(squares / (values.size() - 1)));
  }

  /** How many of its runs are in a state. */
  long count(State state) {
    return entries.stream().filter(entry -> entry.outcome().state() == state).count();
  }

  /** In training; a session that had nothing left to train says 0, which is no rate. */
  OptionalDouble imagesPerSecond() {
    return mean(entries, run -> run.imagesPerSecond() > 0 ? run.imagesPerSecond() : Double.NaN);
  }

  private static List<Double> finished(List<Entry> entries, ToDoubleFunction<Outcome> figure) {
    return entries.stream()
        .map(Entry::outcome)
        .filter(outcome -> outcome.state() == State.FINISHED)
        .map(figure::applyAsDouble)
        .filter(Double::isFinite)
        .toList();
  }

  private static OptionalDouble mean(List<Entry> entries, ToDoubleFunction<Outcome> figure) {
    return finished(entries, figure).stream().mapToDouble(value -> value).average();
  }
}
