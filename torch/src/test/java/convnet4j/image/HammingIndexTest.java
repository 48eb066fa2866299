package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HammingIndexTest {
  /** Neighbours are made on purpose: among random hashes there would be none. */
  @Property(tries = 100)
  void findsWhatComparingWithAllFindsAndNothingTwice(
      @ForAll long seed, @ForAll @IntRange(max = HammingIndex.GREATEST_RADIUS) int radius) {
    Random random = new Random(seed);
    long wanted = random.nextLong();
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      long hash = wanted;
      int flips = random.nextInt(20);
      for (int f = 0; f < flips; f++) {
        hash ^= 1L << random.nextInt(64);
      }
      hashes.add(hash);
    }
    Map<Long, Integer> expected = new HashMap<>();
    for (long hash : hashes) {
      int distance = Long.bitCount(hash ^ wanted);
      if (distance <= radius) {
        expected.put(hash, distance);
      }
    }
    Map<Long, Integer> found = new HashMap<>();
    new HammingIndex(hashes.stream().mapToLong(h -> h).toArray())
        .search(
            wanted,
            radius,
            (hash, distance) -> assertThat(found.put(hash, distance)).as("twice").isNull());
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void refusesARadiusThatItsTablesDoNotCover() {
    HammingIndex index = new HammingIndex(new long[] {1});
    assertThatThrownBy(() -> index.search(0, 12, (hash, distance) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * As many hashes as ImageNet has, of which every tenth search is to find one that is 9 bits away.
   * Besides, of the 1.3e10 pairs of random bits 1.8e11 / 2^64 are within 10 bits by chance: 130.
   * Comparing all with all would take most of a minute.
   */
  @Test
  void isQuickAmongAsManyImagesAsImageNetHas() {
    Random random = new Random(7);
    long[] hashes = random.longs(1_300_000).distinct().toArray();
    HammingIndex index = new HammingIndex(hashes);
    int[] planted = new int[1];
    int[] byChance = new int[1];
    long start = System.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      long near = hashes[i];
      long hash = i % 10 == 0 ? near ^ 0x8001_0010_0210_4031L : random.nextLong();
      index.search(
          hash,
          10,
          (other, distance) -> {
            if (other == near) {
              assertThat(distance).isEqualTo(9);
              planted[0]++;
            } else {
              byChance[0]++;
            }
          });
    }
    assertThat(planted[0]).isEqualTo(1000);
    assertThat(byChance[0]).isBetween(80, 180);
    assertThat((System.nanoTime() - start) / 1e9).as("seconds").isLessThan(30);
  }
}
