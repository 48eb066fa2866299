package convnet4j.image;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Which elements of an array have a value. */
final class LongIndex {
  private final long[] keys;
  private final int[] order;

  /**
   * @param values by element
   * @param elements that count
   */
  LongIndex(long[] values, IntStream elements) {
    order =
        elements
            .boxed()
            .sorted(Comparator.<Integer>comparingLong(i -> values[i]).thenComparing(i -> i))
            .mapToInt(i -> i)
            .toArray();
    keys = Arrays.stream(order).mapToLong(i -> values[i]).toArray();
  }

  /** The values, each once, in ascending order. */
  long[] distinct() {
    return Arrays.stream(keys).distinct().toArray();
  }

  /** Names the elements with a value, in ascending order. */
  void forEach(long value, IntConsumer action) {
    int at = Arrays.binarySearch(keys, value);
    if (at < 0) {
      return;
    }
    while (at > 0 && keys[at - 1] == value) {
      at--;
    }
    for (; at < keys.length && keys[at] == value; at++) {
      action.accept(order[at]);
    }
  }
}
