package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Expansion.Redraw;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpansionTest {
  private static final List<List<Transform>> TWO =
      List.of(List.of(new RandomCrop(4)), List.of(new HorizontalFlip(0.5)));

  @Test
  void everyCopyIsAView() {
    assertThat(Expansion.NONE.views()).isEqualTo(1);
    assertThat(new Expansion(TWO, Redraw.EPOCH).views()).isEqualTo(3);
  }

  @Test
  void copiesThatAreDrawnOnceAreThoseOfTheFirstEpoch() {
    assertThat(new Expansion(TWO, Redraw.EPOCH).epochOf(2, 7)).isEqualTo(7);
    assertThat(new Expansion(TWO, Redraw.ONCE).epochOf(2, 7)).isZero();
    assertThat(new Expansion(TWO, Redraw.ONCE).epochOf(0, 7)).as("the original").isEqualTo(7);
  }
}
