package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convnet4j.data.Adjustment.Kind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TransformDrawsTest {
  private static Draws draws(int index) {
    return Draws.of(11, 0, index, 0);
  }

  @Property
  void aResizedCropLiesInTheImageAndHasTheAreaAndProportionsAllowed(
      @ForAll @IntRange(min = 1, max = 700) int height,
      @ForAll @IntRange(min = 1, max = 700) int width,
      @ForAll @DoubleRange(min = 0.05, max = 1) double area,
      @ForAll @DoubleRange(min = 0.3, max = 1) double ratio,
      @ForAll int index) {
    Box box = new RandomResizedCrop(area, 1, ratio).box(height, width, draws(index));
    assertThat(box.top() + box.height()).isLessThanOrEqualTo(height);
    assertThat(box.left() + box.width()).isLessThanOrEqualTo(width);
    // Sides are rounded to whole pixels, so each may be half a pixel off.
    assertThat((box.width() + 0.5) / (box.height() - 0.5)).isGreaterThanOrEqualTo(ratio);
    assertThat((box.width() - 0.5) / (box.height() + 0.5)).isLessThanOrEqualTo(1 / ratio);
  }

  @Test
  void aResizedCropOfASquareIsSpreadOverAreasProportionsAndPlaces() {
    int n = 20_000;
    List<Box> boxes =
        IntStream.range(0, n)
            .mapToObj(i -> new RandomResizedCrop(0.1, 0.5, 0.75).box(1000, 1000, draws(i)))
            .toList();
    double meanArea =
        boxes.stream().mapToDouble(b -> 1e-6 * b.height() * b.width()).average().orElseThrow();
    assertThat(meanArea).isCloseTo(0.3, within(0.005));
    double meanLog =
        boxes.stream()
            .mapToDouble(b -> Math.log((double) b.width() / b.height()))
            .average()
            .orElseThrow();
    assertThat(meanLog).isCloseTo(0, within(0.007));
    double wide = boxes.stream().filter(b -> b.width() > 1.1547 * b.height()).count();
    assertThat(wide / n).isCloseTo(0.25, within(0.016)); // half of the wider half's logarithms
    double meanPlace =
        boxes.stream()
            .mapToDouble(b -> (double) b.top() / (1000 - b.height()))
            .average()
            .orElseThrow();
    assertThat(meanPlace).isCloseTo(0.5, within(0.012));
  }

  @Test
  void aResizedCropOfANarrowImageIsItsCentre() {
    // 1:10 holds no box of 8% and more with proportions of at most 4:3, as wide as it is.
    RandomResizedCrop whole = new RandomResizedCrop(1, 1, 0.75);
    assertThat(whole.box(1000, 100, draws(0))).isEqualTo(new Box(433, 0, 133, 100));
    assertThat(whole.box(100, 1000, draws(0))).isEqualTo(new Box(0, 433, 100, 133));
    assertThat(new RandomResizedCrop(1, 1, 1).box(64, 64, draws(0)))
        .isEqualTo(new Box(0, 0, 64, 64));
  }

  @Test
  void aResizedCropIsOnlyTheFirstTransform() {
    Transform cut = new Sometimes(0.5, new RandomResizedCrop());
    assertThat(Augmentation.of(cut, new Grayscale()).transforms()).hasSize(2);
    assertThatThrownBy(() -> Augmentation.of(new Grayscale(), cut))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("before all other transforms");
  }

  @Test
  void anAlternatingFlipTurnsEveryImageFromEpochToEpochAndHalfOfThemAtFirst() {
    AlternatingFlip flip = new AlternatingFlip();
    int first = 0;
    for (int index = 0; index < 10_000; index++) {
      boolean flips = flip.flips(Draws.of(4, 0, index, 0));
      first += flips ? 1 : 0;
      for (int epoch = 1; epoch < 5; epoch++) {
        assertThat(flip.flips(Draws.of(4, epoch, index, 0))).isEqualTo(flips == (epoch % 2 == 0));
      }
    }
    assertThat(first).isBetween(4750, 5250); // 5 sigma
  }

  @Test
  void anAlternatingFlipDoesNotDependOnWhatWasDrawnBefore() {
    Draws used = Draws.of(4, 1, 2, 0);
    used.next();
    assertThat(new AlternatingFlip().flips(used))
        .isEqualTo(new AlternatingFlip().flips(Draws.of(4, 1, 2, 0)));
  }

  @Test
  void aChannelShiftReachesBothEndsAndNoFurther() {
    ChannelShift shift = new ChannelShift(2);
    assertThat(IntStream.range(0, 500).map(i -> shift.shift(draws(i))).distinct().sorted())
        .containsExactly(-2, -1, 0, 1, 2);
  }

  @Test
  void principalComponentsAddWhatTheTableSays() {
    // 255 × vector × value, by hand: the first component darkens all channels, nearly alike.
    assertThat(PcaColour.shifts(new double[] {0.1, 0, 0}))
        .containsExactly(new double[] {-3.147497, -3.221262, -3.236792}, within(1e-5));
    assertThat(PcaColour.shifts(new double[] {0, 1, -1}))
        .containsExactly(new double[] {2.987812, 0.912492, -3.813165}, within(1e-5));
  }

  @Test
  void principalComponentsAreOrthonormalToTheFourPlacesTheyAreGivenIn() {
    double[] values = {0.2175, 0.0188, 0.0045};
    double[][] columns = new double[3][];
    for (int i = 0; i < 3; i++) {
      double[] alpha = new double[3];
      alpha[i] = 1 / (255 * values[i]);
      columns[i] = PcaColour.shifts(alpha);
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double[] a = columns[i];
        double[] b = columns[j];
        double product = IntStream.range(0, 3).mapToDouble(c -> a[c] * b[c]).sum();
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(2e-4));
      }
    }
  }

  @Test
  void principalComponentsDeviateAsSaid() {
    double[] red =
        IntStream.range(0, 20_000)
            .mapToDouble(i -> new PcaColour(0.1).shifts(draws(i))[0])
            .toArray();
    double variance = Arrays.stream(red).map(v -> v * v).average().orElseThrow();
    // 25.5 × √((0.5675·0.2175)² + (0.7192·0.0188)² + (0.4009·0.0045)²)
    assertThat(Math.sqrt(variance)).isCloseTo(3.166659, within(0.08));
  }

  @Test
  void aJitterDrawsAllFourInEveryOrderWithinTheirStrengths() {
    ColourJitter jitter = new ColourJitter(0.4, 2, 0.3, 0.1);
    Set<List<Kind>> orders = new HashSet<>();
    double least = 0;
    for (int i = 0; i < 2000; i++) {
      List<Adjustment> drawn = jitter.draw(draws(i));
      orders.add(drawn.stream().map(Adjustment::kind).toList());
      for (Adjustment adjustment : drawn) {
        double amount = adjustment.amount();
        switch (adjustment.kind()) {
          case BRIGHTNESS -> assertThat(amount).isBetween(-0.4, 0.4);
          case CONTRAST -> {
            assertThat(amount).isBetween(-1.0, 2.0);
            least = Math.min(least, amount);
          }
          case SATURATION -> assertThat(amount).isBetween(-0.3, 0.3);
          case HUE -> assertThat(amount).isBetween(-0.1, 0.1);
          default -> throw new AssertionError(adjustment);
        }
      }
    }
    assertThat(orders).hasSize(24);
    assertThat(least).isLessThan(-0.95);
  }

  @Test
  void aJitterLeavesOutWhatHasNoStrength() {
    assertThat(new ColourJitter(0, 0, 0, 0.1).draw(draws(0)))
        .extracting(Adjustment::kind)
        .containsExactly(Kind.HUE);
  }

  @Property
  void aCutoutLiesInTheImageAndIsAtMostItsSize(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 50) int size,
      @ForAll int index) {
    Box box = new Cutout(size).box(height, width, draws(index));
    assertThat(box.height()).isBetween(1, Math.min(size, height));
    assertThat(box.top() + box.height()).isLessThanOrEqualTo(height);
    assertThat(box.left() + box.width()).isLessThanOrEqualTo(width);
  }

  @Test
  void aCutoutIsCentredOnEveryPixelAlike() {
    // 4 rows, side 3: rows around centres 0..3 are cut to heights 2, 3, 3, 2.
    int[] counts = new int[4];
    for (int i = 0; i < 4000; i++) {
      Box box = new Cutout(3).box(4, 4, draws(i));
      counts[box.top() == 0 && box.height() == 2 ? 0 : box.top() + 1]++;
    }
    assertThat(IntStream.of(counts)).allMatch(count -> count > 860 && count < 1140); // 5 sigma
  }

  @Property
  void anErasedBoxHasTheAreaAllowed(
      @ForAll @IntRange(min = 20, max = 300) int side, @ForAll int index) {
    Optional<Box> box = new RandomErasing(0.1, 0.2, 0.5).box(side, side, draws(index));
    assertThat(box).isPresent();
    double area = (double) box.get().height() * box.get().width() / side / side;
    assertThat(area).isBetween(0.1 - 1.5 / side, 0.2 + 1.5 / side);
  }

  @Test
  void randAugmentHasTorchvisionsStrengths() {
    // RandAugment._augmentation_space(31, (20, 40)) of torchvision 0.14.1 at its bin 9.
    Reach reach = RandAugment.reach(20, 40);
    Map<Kind, Double> expected = new EnumMap<>(Kind.class);
    expected.put(Kind.SHEAR_X, 0.09);
    expected.put(Kind.SHEAR_Y, 0.09);
    expected.put(Kind.TRANSLATE_X, 5.438066);
    expected.put(Kind.TRANSLATE_Y, 2.719033);
    expected.put(Kind.ROTATE, 9.0);
    expected.put(Kind.BRIGHTNESS, 0.27);
    expected.put(Kind.POSTERIZE, 7.0);
    expected.put(Kind.SOLARIZE, 178.5);
    expected.forEach(
        (kind, amount) ->
            assertThat(reach.of(kind, 9, false).amount())
                .as("%s", kind)
                .isCloseTo(amount, within(1e-5)));
    assertThat(reach.of(Kind.ROTATE, 9, true).amount()).isCloseTo(-9, within(1e-9));
    assertThat(reach.of(Kind.SOLARIZE, 9, true).amount()).isCloseTo(178.5, within(1e-9));
  }

  @Test
  void posterizeTakesBitsInTorchvisionsSteps() {
    // The whole row of either space of torchvision 0.14.1, bin 0 to 30.
    assertThat(bits(RandAugment.reach(32, 32))).isEqualTo("8888777777776666666555555554444");
    assertThat(bits(TrivialAugment.WIDE)).isEqualTo("8887777766666555554444433333222");
  }

  private static String bits(Reach reach) {
    StringBuilder bits = new StringBuilder();
    for (int bin = 0; bin <= 30; bin++) {
      bits.append((int) reach.of(Kind.POSTERIZE, bin, false).amount());
    }
    return bits.toString();
  }

  @Test
  void randAugmentDrawsAllFourteenOperationsAlikeAndBothWays() {
    int[] counts = new int[Kind.values().length];
    int left = 0;
    int n = 14_000;
    for (int i = 0; i < n; i++) {
      List<Adjustment> drawn = new RandAugment(2, 9).draw(32, 32, draws(i));
      assertThat(drawn).hasSize(2);
      counts[drawn.getLast().kind().ordinal()]++;
      left += drawn.getLast().amount() < 0 ? 1 : 0;
    }
    assertThat(counts[Kind.HUE.ordinal()]).isZero();
    for (Kind kind : Kind.values()) {
      if (kind != Kind.HUE) {
        assertThat(counts[kind.ordinal()]).as("%s", kind).isBetween(847, 1153); // 5 sigma
      }
    }
    assertThat(left).isBetween(4216, 4784); // half of 9 of 14
  }

  @Test
  void trivialAugmentDrawsEveryStrength() {
    Set<Double> turns = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      Adjustment drawn = new TrivialAugment().draw(draws(i));
      if (drawn.kind() == Kind.ROTATE) {
        turns.add(drawn.amount());
      }
    }
    assertThat(turns.stream().map(Math::abs).distinct().sorted())
        .containsExactlyElementsOf(IntStream.rangeClosed(0, 30).mapToObj(b -> b * 4.5).toList());
  }

  @Test
  void sometimesIsAsOftenAsSaid() {
    Sometimes sometimes = new Sometimes(0.2, new Grayscale());
    assertThat(IntStream.range(0, 10_000).filter(i -> sometimes.happens(draws(i))).count())
        .isBetween(1800L, 2200L);
  }

  @Test
  void sometimesWrapsNothingThatHasAProbabilityAlready() {
    assertThatThrownBy(() -> new Sometimes(0.5, new HorizontalFlip(0.5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sometimes(0.5, new Sometimes(0.5, new Grayscale())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
