package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HoldOutTest {
  /** An image of one grey pixel each, its value its index. */
  private static PixelSplit split(int... labels) {
    byte[] pixels = new byte[labels.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    return new PixelSplit(1, 1, 1, pixels, labels);
  }

  private static List<Integer> images(Split split) {
    byte[] pixel = new byte[1];
    return IntStream.range(0, split.size())
        .map(
            i -> {
              ((PixelSplit) split).copy(i, pixel, 0);
              return pixel[0] & 0xFF;
            })
        .boxed()
        .toList();
  }

  @Property
  void everyImageIsOnOneSideWithItsLabelAndEachClassGivesItsShare(
      @ForAll @Size(min = 2, max = 120) List<@IntRange(max = 4) Integer> labels,
      @ForAll @IntRange(max = 119) int wanted) {
    int count = wanted % labels.size();
    int[] all = labels.stream().mapToInt(i -> i).toArray();
    HoldOut parts = HoldOut.of(split(all), count);
    assertThat(parts.held().size()).isEqualTo(count);
    Set<Integer> seen = new HashSet<>(images(parts.train()));
    seen.addAll(images(parts.held()));
    assertThat(seen).hasSize(all.length);
    for (Split part : List.of(parts.train(), parts.held())) {
      List<Integer> images = images(part);
      assertThat(images).isSorted();
      for (int i = 0; i < part.size(); i++) {
        assertThat(part.label(i)).isEqualTo(all[images.get(i)]);
      }
    }
    for (int label = 0; label < 5; label++) {
      int wantedLabel = label;
      double share =
          (double) count * Arrays.stream(all).filter(l -> l == wantedLabel).count() / all.length;
      long held =
          IntStream.range(0, count).filter(i -> parts.held().label(i) == wantedLabel).count();
      assertThat((double) held).isBetween(share - 1, share + 1);
    }
  }

  @Test
  void theSameImagesAreHeldOutEachTimeAndTheyAreNotTheFirstOnes() {
    int[] labels = new int[100];
    List<Integer> held = images(HoldOut.of(split(labels), 10).held());
    assertThat(held).isEqualTo(images(HoldOut.of(split(labels), 10).held()));
    assertThat(held).doesNotContainSequence(0, 1, 2);
    // Fewer of one class are some of the same.
    assertThat(held).containsAll(images(HoldOut.of(split(labels), 5).held()));
  }

  @Test
  void aPartOfAPartHasTheImagesOfTheWhole() {
    PixelSplit part = split(5, 6, 7, 8).select(new int[] {3, 1, 0}).select(new int[] {2, 0});
    assertThat(images(part)).containsExactly(0, 3);
    assertThat(part.label(1)).isEqualTo(8);
  }

  @Test
  void someAreLeftToTrainOn() {
    assertThatThrownBy(() -> HoldOut.of(split(0, 1), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected to hold out 0 to 1 images, received 2");
  }
}
