package convnet4j.report.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RulerTest {
  @Test
  void differencesOfOneSizeLieEvenly() {
    Ruler ruler = Ruler.around(DoubleStream.of(-2, 1, Double.NaN));
    assertThat(ruler.at(0)).isEqualTo(0.5);
    assertThat(ruler.at(2)).isCloseTo(0.5 + 1 / 2.1, within(1e-12));
    assertThat(ruler.at(-1)).isCloseTo(0.5 - 0.5 / 2.1, within(1e-12));
    assertThat(ruler.ticks()).containsExactly(-2.0, 0.0, 2.0);
  }

  @Test
  void aFewLargeOnesDoNotPressTheOthersTogether() {
    Ruler ruler = Ruler.around(DoubleStream.of(-0.3, 0.1, 0.2, 0.4, 30));
    assertThat(ruler.bent()).isTrue();
    assertThat(ruler.at(0.4)).isGreaterThan(0.53);
    assertThat(ruler.ticks()).containsExactly(-10.0, -1.0, 0.0, 1.0, 10.0);
  }

  @Property
  void orderAndSidesOfZeroAreKept(
      @ForAll @DoubleRange(min = -50, max = 50) double a,
      @ForAll @DoubleRange(min = -50, max = 50) double b) {
    for (Ruler ruler : new Ruler[] {new Ruler(50, true), new Ruler(50, false)}) {
      assertThat(ruler.at(a)).isBetween(0.0, 1.0);
      assertThat(Double.compare(ruler.at(a), 0.5)).isEqualTo((int) Math.signum(a));
      assertThat(a < b).isEqualTo(ruler.at(a) < ruler.at(b));
    }
  }
}
