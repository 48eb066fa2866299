package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
    Arbitrary<BatchTransform> mix =
        Arbitraries.doubles().between(0.01, 8).ofScale(17).map(Mixup::new);
    Arbitrary<BatchTransform> cut =
        Arbitraries.doubles().between(0.01, 8).ofScale(17).map(CutMix::new);
    return Combinators.combine(
            TransformArbitraries.cutsWhole().list().ofMaxSize(1),
            TransformArbitraries.any().list().ofMaxSize(6),
            Arbitraries.oneOf(mix, cut).list().ofMaxSize(2))
        .as((first, others, batch) -> new Augmentation(concat(first, others), batch));
  }

  private static List<Transform> concat(List<Transform> a, List<Transform> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }

  @ParameterizedTest
  @MethodSource
  void everyFormIsRead(String text, Transform expected) {
    assertThat(Augment.parse(text).transforms()).containsExactly(expected);
  }

  static Stream<Arguments> everyFormIsRead() {
    return Stream.of(
        Arguments.of("rrc", new RandomResizedCrop(0.08, 1, 0.75)),
        Arguments.of("rrc:0.25:0.5:ratio=0.9", new RandomResizedCrop(0.25, 0.5, 0.9)),
        Arguments.of("rrc:max-area=0.5", new RandomResizedCrop(0.08, 0.5, 0.75)),
        Arguments.of("jitter:256:512", new ScaleJitter(256, 512)),
        Arguments.of("jitter:max=480:min=256", new ScaleJitter(256, 480)),
        Arguments.of("jitter:1:16384", new ScaleJitter(1, 16_384)),
        Arguments.of("crop:2", new RandomCrop(2, RandomCrop.Border.BLACK)),
        Arguments.of("crop:2:border=black", new RandomCrop(2)),
        Arguments.of("crop:2:border=reflect", new RandomCrop(2, RandomCrop.Border.REFLECT)),
        Arguments.of("crop:border=reflect:padding=2", new RandomCrop(2, RandomCrop.Border.REFLECT)),
        Arguments.of("flip:p=0.3", new HorizontalFlip(0.3)),
        Arguments.of("altflip", new AlternatingFlip()),
        Arguments.of("rotate:15", new Rotation(15)),
        Arguments.of("shear:10", new Shear(10)),
        Arguments.of("elastic", new Elastic(34, 4)),
        Arguments.of("elastic:20:3.5", new Elastic(20, 3.5)),
        Arguments.of("elastic:sigma=3", new Elastic(34, 3)),
        Arguments.of("shift:20", new ChannelShift(20)),
        Arguments.of("pca", new PcaColour(0.1)),
        Arguments.of("pca:0.2", new PcaColour(0.2)),
        Arguments.of("color:0.4", new ColourJitter(0.4, 0.4, 0.4, 0)),
        Arguments.of("color:0.4:0.2", new ColourJitter(0.4, 0.2, 0, 0)),
        Arguments.of("color:0.4:0.2:0.3:0.1", new ColourJitter(0.4, 0.2, 0.3, 0.1)),
        Arguments.of("color:brightness=0.4", new ColourJitter(0.4, 0, 0, 0)),
        Arguments.of("color:hue=0.1", new ColourJitter(0, 0, 0, 0.1)),
        Arguments.of("gray:p=0.2", new Sometimes(0.2, new Grayscale())),
        Arguments.of("blur:3:p=0.2", new Sometimes(0.2, new GaussianBlur(3, 0.1, 2))),
        Arguments.of("blur:size=5 : sigma = 0.5-1", new GaussianBlur(5, 0.5, 1)),
        Arguments.of("blur:5:sigma=1e-2-1E0", new GaussianBlur(5, 0.01, 1)),
        Arguments.of("blur:5:sigma=1", new GaussianBlur(5, 1, 1)),
        Arguments.of("cutout:8", new Cutout(8, 128)),
        Arguments.of("cutout:8:fill=0", new Cutout(8, 0)),
        Arguments.of("erase:p=0.5", new Sometimes(0.5, new RandomErasing(0.02, 0.4, 0.3))),
        Arguments.of("erase:0.1:0.2", new RandomErasing(0.1, 0.2, 0.3)),
        Arguments.of("randaugment", new RandAugment(2, 9)),
        Arguments.of("randaugment:3:15", new RandAugment(3, 15)),
        Arguments.of("trivial", new TrivialAugment()));
  }

  @Test
  void textIsShort() {
    String text =
        "rrc:p=0.9,crop:4,crop:2:border=reflect,flip,altflip,rotate:15,elastic:34:4,color:0.4,color:0.4:0.2,"
            + "blur:3,blur:5:sigma=0.5-1:p=0.2,cutout:8,erase:ratio=0.5,randaugment:2:9,mixup:0.2";
    assertThat(Augment.format(Augment.parse(text))).isEqualTo(text);
    assertThat(Augment.format(Augment.parse("jitter:256:512,flip,pca:0.1")))
        .isEqualTo("jitter:256:512,flip,pca:0.1");
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
          crop:4,blurr | part 2: unknown transform 'blurr', did you mean 'blur'? write it as
          crop:4,whirl | part 2: unknown transform 'whirl'; write it as crop:4,flip or none
          flip,colour:0.4 | part 2: unknown transform 'colour', did you mean 'color'?
          blur | part 1: expected blur:SIZE[:sigma=LO-HI], received 'blur'
          blur:3:2 | part 1: expected blur:SIZE[:sigma=LO-HI], received 'blur:3:2'
          blur:3:sgima=1 | part 1: unknown value 'sgima' of blur, did you mean 'sigma'? write blur:SIZE
          blur:3:sigma=x-2 | part 1: expected blur:SIZE[:sigma=LO-HI], received 'blur:3:sigma=x-2'
          blur:3:sigma=2-1 | part 1: expected the greatest sigma 2..100, received 1
          blur:3:p=0.2:p=0.3 | part 1: expected 'p' once, received it twice
          blur:3:p=2 | part 1: expected probability 0..1, received 2
          blur:3:p=x | part 1: expected blur:SIZE[:sigma=LO-HI], received 'blur:3:p=x'
          blur:4 | part 1: expected an odd size, received 4
          blur:sigma=1:3 | part 1: expected blur:SIZE[:sigma=LO-HI], received 'blur:sigma=1:3'
          gray:3 | part 1: expected gray, received 'gray:3'
          color | part 1: expected color:BRIGHTNESS[:CONTRAST[:SATURATION[:HUE]]], received 'color'
          color:0 | part 1: expected a strength above 0, received none
          color:0.4:0.4:0.4:0.6 | part 1: expected hue 0..0.5, received 0.6
          rotate:0 | part 1: expected degrees above 0 and up to 180, received 0
          rotate:NaN | part 1: expected degrees above 0 and up to 180, received NaN
          shear:90 | part 1: expected degrees above 0 and up to 80, received 90
          shift:1.5 | part 1: expected shift:RANGE, a whole number, received 'shift:1.5'
          rrc:0.5:0.2 | part 1: expected the greatest area 0.5..1, received 0.2
          rrc:0 | part 1: expected the least area above 0 and up to 1, received 0
          randaugment:2:31 | part 1: expected magnitude 0..30, received 31
          cutout:8:fill=256 | part 1: expected fill 0..255, received 256
          mixup:0.2:p=0.5 | part 1: unknown value 'p' of mixup; write mixup:ALPHA above 0
          flip,rrc | part 2: expected rrc before all other changes, because it cuts from the whole image, received it after 'flip'; write it first
          flip,jitter:256:512 | part 2: expected jitter before all other changes, because it cuts from the whole image, received it after 'flip'; write it first
          rrc,jitter:256:512 | part 2: expected jitter before all other changes, because it cuts from the whole image, received it after 'rrc'; leave one of them out
          jitter | part 1: expected jitter:MIN:MAX, whole numbers, received 'jitter'
          jitter:256 | part 1: expected jitter:MIN:MAX, whole numbers, received 'jitter:256'
          jitter:0.5:2 | part 1: expected jitter:MIN:MAX, whole numbers, received 'jitter:0.5:2'
          jitter:0:512 | part 1: expected the least side 1..16384, received 0
          jitter:512:256 | part 1: expected the greatest side 512..16384, received 256
          jitter:256:16385 | part 1: expected the greatest side 256..16384, received 16385
          jitter:256:512:p=0.5 | part 1: unknown value 'p' of jitter; write jitter:MIN:MAX, whole numbers
          jiter:256:512 | part 1: unknown transform 'jiter', did you mean 'jitter'?
          flip:0.5:p=0.5 | part 1: expected 'p' once, received it twice
          mixup | part 1: expected mixup:ALPHA above 0, received 'mixup'
          flip,cutmix:0 | part 2: expected alpha above 0, received 0.0
          crop | part 1: expected crop:PADDING[:border=reflect], received 'crop'
          crop:four | part 1: expected crop:PADDING[:border=reflect], received 'crop:four'
          crop:border=reflect | part 1: expected crop:PADDING[:border=reflect], received 'crop:border=reflect'
          crop:2:reflect | part 1: expected crop:PADDING[:border=reflect], received 'crop:2:reflect'
          crop:2:boarder=reflect | part 1: unknown value 'boarder' of crop, did you mean 'border'? write crop:PADDING
          crop:2:border=reflct | part 1: expected border black or reflect, received 'reflct', did you mean 'reflect'?
          crop:2:border=REFLECT | part 1: expected border black or reflect, received 'REFLECT'
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
