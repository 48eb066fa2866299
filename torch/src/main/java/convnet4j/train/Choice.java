package convnet4j.train;

import convnet4j.recipe.Score;
import convnet4j.recipe.Testing;
import convnet4j.train.Progress.Row;
import java.util.List;
import java.util.Optional;

/**
 * Which epoch of a run is the best so far, and whether it is worth going on.
 *
 * @param testing what the recipe says of it
 */
record Choice(Testing testing) {
  /** The first of the epochs with the highest top-1; empty where none is chosen or tested yet. */
  Optional<Row> best(List<Row> history) {
    return Optional.ofNullable(search(history).best);
  }

  /** Whether the recipe's patience with the last tests is at its end. */
  boolean isExhausted(List<Row> history) {
    return testing.patience() > 0 && search(history).waited >= testing.patience();
  }

  /** What an epoch is chosen by; null where it was not tested. */
  Score score(Row row) {
    return switch (testing.best()) {
      case NONE -> null;
      case VALIDATION -> row.validation();
      case TEST -> row.test();
    };
  }

  private record Search(Row best, int waited) {}

  private Search search(List<Row> history) {
    Row best = null;
    int waited = 0;
    for (Row row : history) {
      Score score = score(row);
      if (score == null) {
        continue;
      }
      boolean better = best == null || score.top1() > score(best).top1();
      best = better ? row : best;
      waited = better ? 0 : waited + 1;
    }
    return new Search(best, waited);
  }
}
