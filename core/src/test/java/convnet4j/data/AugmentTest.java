package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentTest {
  @Test
  void readsTheUsualRecipe() {
    assertThat(Augment.parse("crop:4,flip"))
        .isEqualTo(Augmentation.of(new RandomCrop(4), new HorizontalFlip(0.5)));
    assertThat(Augment.parse(" flip:0.25 , crop:2 "))
        .isEqualTo(Augmentation.of(new HorizontalFlip(0.25), new RandomCrop(2)));
    assertThat(Augment.parse("none")).isEqualTo(Augmentation.NONE);
    assertThat(Augment.parse("flip,mixup:0.2,cutmix:1"))
        .isEqualTo(
            new Augmentation(
                List.of(new HorizontalFlip(0.5)), List.of(new Mixup(0.2), new CutMix(1))));
  }

  @Test
  void writesItBack() {
    assertThat(Augment.format(Augmentation.of(new RandomCrop(4), new HorizontalFlip(0.5))))
        .isEqualTo("crop:4,flip");
    assertThat(Augment.format(Augmentation.NONE)).isEqualTo("none");
  }

  @Provide
  Arbitrary<Augmentation> augmentations() {
    Arbitrary<Transform> crop = Arbitraries.integers().between(1, 512).map(RandomCrop::new);
    Arbitrary<Transform> flip =
        Arbitraries.doubles().between(0, 1).ofScale(17).map(HorizontalFlip::new);
    Arbitrary<BatchTransform> mix =
        Arbitraries.doubles().between(0.01, 8).ofScale(17).map(Mixup::new);
    Arbitrary<BatchTransform> cut =
        Arbitraries.doubles().between(0.01, 8).ofScale(17).map(CutMix::new);
    return Combinators.combine(
            Arbitraries.oneOf(crop, flip).list().ofMaxSize(6),
            Arbitraries.oneOf(mix, cut).list().ofMaxSize(2))
        .as(Augmentation::new);
  }

  @Property
  void readingWhatWasWrittenGivesTheSame(@ForAll("augmentations") Augmentation augmentation) {
    assertThat(Augment.parse(Augment.format(augmentation))).isEqualTo(augmentation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          crop:4,flop | augment 'crop:4,flop', part 2: unknown transform 'flop', did you mean 'flip'?
          crop:4,blurr | part 2: unknown transform 'blurr'; write it as crop:4,flip or none
          mixup | part 1: expected mixup:ALPHA above 0, received 'mixup'
          flip,cutmix:0 | part 2: expected alpha above 0, received 0.0
          crop | part 1: expected crop:PADDING in pixels, received 'crop'
          crop:four | part 1: expected crop:PADDING in pixels, received 'crop:four'
          crop:0 | part 1: expected padding 1..512, received 0
          crop:99999 | part 1: expected padding 1..512, received 99999
          flip:x | part 1: expected flip:PROBABILITY in 0..1, received 'flip:x'
          flip:1.5 | part 1: expected probability 0..1, received 1.5
          flip:NaN | part 1: expected probability 0..1, received NaN
          flip,,crop:4 | part 2: nothing between the commas
          flip,none | part 2: 'none' stands alone
          """)
  void saysWhichPartIsWrongAndWhatToWrite(String text, String message) {
    assertThatThrownBy(() -> Augment.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void emptyTextIsNotTakenForNone() {
    assertThatThrownBy(() -> Augment.parse(""))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("write it as crop:4,flip or none");
  }

  @Property
  void aCropMovesByAtMostItsPadding(@ForAll @IntRange(min = 1, max = 512) int padding) {
    RandomCrop crop = new RandomCrop(padding);
    Draws draws = Draws.of(padding, 0, 0, 0);
    assertThat(IntStream.range(0, 50).map(i -> crop.shift(draws)))
        .allMatch(shift -> Math.abs(shift) <= padding);
  }

  @Test
  void aCropReachesEveryPlace() {
    RandomCrop crop = new RandomCrop(4);
    assertThat(
            IntStream.range(0, 500).map(i -> crop.shift(Draws.of(0, 0, i, 0))).distinct().sorted())
        .containsExactly(-4, -3, -2, -1, 0, 1, 2, 3, 4);
  }

  @Test
  void aFlipIsAsOftenAsSaid() {
    assertThat(
            IntStream.range(0, 10_000)
                .filter(i -> new HorizontalFlip(0.25).flips(Draws.of(0, 0, i, 0)))
                .count())
        .isBetween(2283L, 2717L); // 5 sigma
  }
}
