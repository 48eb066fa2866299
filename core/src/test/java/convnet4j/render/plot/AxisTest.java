package convnet4j.render.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class AxisTest {
  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(axis::label).toList();
  }

  @Test
  void ticksAreRoundNumbers() {
    assertThat(labels(Axis.around(0, 2.31)))
        .containsExactly("0", "0.5", "1.0", "1.5", "2.0", "2.5");
    assertThat(labels(Axis.around(52, 99))).containsExactly("50", "60", "70", "80", "90", "100");
    assertThat(labels(Axis.around(0, 3e-5))).containsExactly("0", "1e-5", "2e-5", "3e-5");
    assertThat(labels(Axis.exact(0, 64_000))).containsExactly("0", "20,000", "40,000", "60,000");
    assertThat(labels(Axis.decades(0.02, 7))).containsExactly("0.01", "0.1", "1", "10");
  }

  @Test
  void valuesLieInProportion() {
    assertThat(Axis.exact(0, 400).at(100)).isEqualTo(0.25);
    assertThat(Axis.around(50, 100).at(75)).isEqualTo(0.5);
    // log10 of 0.1 is a third of the way from −2 to 1.
    assertThat(Axis.decades(0.01, 10).at(0.1)).isEqualTo(1 / 3.0, within(1e-12));
  }

  @Test
  void aSingleValueHasAnAxisAroundIt() {
    assertThat(Axis.around(0, 0).at(0)).isBetween(0.0, 1.0);
    assertThat(Axis.around(93.5, 93.5).at(93.5)).isBetween(0.0, 1.0);
    assertThat(Axis.exact(0, 0).at(0)).isZero();
  }

  @Property(tries = 500)
  void whatItIsMadeForLiesOnItAndTicksAreFew(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double a,
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double b) {
    Assume.that(Math.abs(a - b) > 1e-6);
    double least = Math.min(a, b);
    double most = Math.max(a, b);
    for (Axis axis : List.of(Axis.around(least, most), Axis.exact(least, most))) {
      assertThat(axis.at(least)).isBetween(-1e-9, 1 + 1e-9);
      assertThat(axis.at(most)).isBetween(-1e-9, 1 + 1e-9);
      assertThat(axis.ticks().size()).isBetween(2, 7);
      assertThat(axis.ticks()).allSatisfy(t -> assertThat(axis.at(t)).isBetween(-1e-9, 1 + 1e-9));
      assertThat(labels(axis)).doesNotHaveDuplicates();
    }
  }
}
