package convnet4j.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
  /** R: 33.4 pairs for half a standard deviation. */
  @Test
  void itSaysHowManySeedsInAllAndHowManyMore() {
    SampleSize half = new SampleSize(0.6, 1.2, 0.05, 1);
    assertThat(new Verdict.NotDistinguishable(half, 3, true).text())
        .isEqualTo(
            "not distinguishable at this size: about 34 seeds would be needed, 31 more, for the"
                + " 0.60 points seen");
    assertThat(new Verdict.NotDistinguishable(half, 33, false).text())
        .isEqualTo(
            "not distinguishable at this size: about 34 seeds would be needed, 1 more, for a"
                + " difference of 0.60 points");
  }

  @Test
  void enoughSeedsForTheSmallestOfInterestAreNotAskedForAgain() {
    assertThat(new Verdict.NotDistinguishable(new SampleSize(0.5, 1, 0.05, 1), 40, false).text())
        .isEqualTo(
            "not distinguishable at this size: less was seen than 0.50 points, which 40 seeds"
                + " mostly show");
  }

  @Test
  void whatNobodyWouldRunIsNotCounted() {
    assertThat(new Verdict.NotDistinguishable(new SampleSize(0.01, 1, 0.05, 1), 3, true).text())
        .isEqualTo(
            "not distinguishable at this size: more than 10,000 seeds would be needed for the"
                + " 0.010 points seen");
  }

  @Test
  void manyNamesAreCut() {
    assertThat(new Verdict.Missing(List.of("a", "b", "c", "d")).text())
        .isEqualTo("missing: a; b; c; d");
    assertThat(new Verdict.Diverged(List.of("a", "b", "c", "d", "e")).text())
        .isEqualTo("diverged: a; b; c; and 2 more");
  }
}
