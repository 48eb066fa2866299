package convnet4j.image;

/**
 * Finds, among 64-bit hashes, those that differ from another one in few bits, without looking at
 * them all: multi-index hashing (Norouzi, Punjani and Fleet 2012). The hashes are filed four times,
 * by each of their four bands of 16 bits. Two that differ in at most r bits differ in at most r / 4
 * bits of one band, so that only the few neighbours of each band are looked up.
 */
final class HammingIndex {
  /** With it, 4 × 137 lookups for one search. */
  static final int GREATEST_RADIUS = 11;

  private static final int BANDS = 4;
  private static final int BITS = 16;
  private static final int VALUES = 1 << BITS;

  /** Patterns of 16 bits, those with fewer ones first, and how many have up to n ones. */
  private static final int[] PATTERNS = patterns();

  private static final int[] UP_TO = {1, 17, 137};

  private final long[] hashes;

  /** By band: where the hashes of each value begin in {@link #filed}. */
  private final int[][] begins = new int[BANDS][VALUES + 1];

  private final int[][] filed;

  /** Hears of a hash that was found. */
  @FunctionalInterface
  interface Visitor {
    void found(long hash, int distance);
  }

  /**
   * @param hashes each once
   */
  HammingIndex(long[] hashes) {
    this.hashes = hashes.clone();
    this.filed = new int[BANDS][this.hashes.length];
    for (int band = 0; band < BANDS; band++) {
      file(band);
    }
  }

  private static int[] patterns() {
    int[] patterns = new int[137];
    int count = 1;
    for (int i = 0; i < BITS; i++) {
      patterns[count++] = 1 << i;
    }
    for (int i = 0; i < BITS; i++) {
      for (int j = 0; j < i; j++) {
        patterns[count++] = 1 << i | 1 << j;
      }
    }
    return patterns;
  }

  private void file(int band) {
    int[] begin = begins[band];
    for (long hash : hashes) {
      begin[value(hash, band) + 1]++;
    }
    for (int v = 0; v < VALUES; v++) {
      begin[v + 1] += begin[v];
    }
    int[] next = begin.clone();
    for (int i = 0; i < hashes.length; i++) {
      filed[band][next[value(hashes[i], band)]++] = i;
    }
  }

  private static int value(long hash, int band) {
    return (int) (hash >>> (BITS * band)) & (VALUES - 1);
  }

  /** Names every hash that differs from {@code hash} in at most {@code radius} bits, once each. */
  void search(long hash, int radius, Visitor visitor) {
    if (radius < 0 || radius > GREATEST_RADIUS) {
      throw new IllegalArgumentException(
          "expected a radius of 0 to " + GREATEST_RADIUS + ", received " + radius);
    }
    int perBand = radius / BANDS;
    for (int band = 0; band < BANDS; band++) {
      for (int p = 0; p < UP_TO[perBand]; p++) {
        int value = value(hash, band) ^ PATTERNS[p];
        for (int i = begins[band][value]; i < begins[band][value + 1]; i++) {
          long other = hashes[filed[band][i]];
          int distance = Long.bitCount(hash ^ other);
          if (distance <= radius && !isNearInEarlierBand(hash ^ other, band, perBand)) {
            visitor.found(other, distance);
          }
        }
      }
    }
  }

  private static boolean isNearInEarlierBand(long difference, int band, int perBand) {
    for (int b = 0; b < band; b++) {
      if (Integer.bitCount(value(difference, b)) <= perBand) {
        return true;
      }
    }
    return false;
  }
}
