package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PixelSplitTest {
  @Test
  void copiesOneImageToWhereItIsWanted() {
    PixelSplit split = new PixelSplit(1, 1, 2, new byte[] {1, 2, 3, 4}, new int[] {7, 9});
    byte[] target = new byte[4];
    split.copy(1, target, 1);
    assertThat(target).containsExactly(0, 3, 4, 0);
    assertThat(split.label(1)).isEqualTo(9);
    assertThat(split.size()).isEqualTo(2);
    assertThat(split.imageBytes()).isEqualTo(2);
  }

  @Test
  void refusesAnImageThatIsNotThereAndPixelsThatDoNotFit() {
    PixelSplit split = new PixelSplit(1, 1, 1, new byte[1], new int[1]);
    assertThatThrownBy(() -> split.copy(1, new byte[9], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new PixelSplit(3, 1, 1, new byte[4], new int[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 3 bytes of pixels, received 4");
    assertThatThrownBy(() -> new PixelSplit(0, 1, 1, new byte[0], new int[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
