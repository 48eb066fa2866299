package convnet4j.data;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Transforms of every kind, with any values they can take. */
final class TransformArbitraries {
  private TransformArbitraries() {}

  /** All but {@link #cutsWhole}. */
  static Arbitrary<Transform> any() {
    Arbitrary<Transform> flip = real(0, 1).map(HorizontalFlip::new);
    return Arbitraries.oneOf(flip, sometimes(plain()));
  }

  /** What only stands first. */
  static Arbitrary<Transform> cutsWhole() {
    Arbitrary<Transform> crop =
        Combinators.combine(real(0.001, 1), real(0.001, 1), real(0.001, 1))
            .as((a, b, r) -> new RandomResizedCrop(Math.min(a, b), Math.max(a, b), r));
    Arbitrary<Transform> jitter =
        Combinators.combine(whole(1, Preprocessing.MOST), whole(1, Preprocessing.MOST))
            .as((a, b) -> new ScaleJitter(Math.min(a, b), Math.max(a, b)));
    return Arbitraries.oneOf(sometimes(crop), jitter);
  }

  /** The transforms as they are, and with a probability. */
  private static Arbitrary<Transform> sometimes(Arbitrary<Transform> transforms) {
    Arbitrary<Transform> sometimes = Combinators.combine(real(0, 1), transforms).as(Sometimes::new);
    return Arbitraries.oneOf(transforms, sometimes);
  }

  private static Arbitrary<Transform> plain() {
    Arbitrary<Transform> blur =
        Combinators.combine(whole(1, 49), real(0.001, 100), real(0.001, 100))
            .as((half, a, b) -> new GaussianBlur(2 * half + 1, Math.min(a, b), Math.max(a, b)));
    Arbitrary<Transform> erase =
        Combinators.combine(real(0.001, 1), real(0.001, 1), real(0.001, 1))
            .as((a, b, ratio) -> new RandomErasing(Math.min(a, b), Math.max(a, b), ratio));
    Arbitrary<Transform> colour =
        Combinators.combine(
                strength(10).filter(b -> b > 0), strength(10), strength(10), strength(0.5))
            .as(ColourJitter::new);
    return Arbitraries.oneOf(
        Combinators.combine(whole(1, 512), Arbitraries.of(RandomCrop.Border.values()))
            .as(RandomCrop::new),
        Arbitraries.of(
            new AlternatingFlip(), new Grayscale(), new TrivialAugment(), new GaussianBlur(3)),
        real(0.001, 180).map(Rotation::new),
        real(0.001, 80).map(Shear::new),
        Combinators.combine(real(0.001, 10_000), real(0.001, 100)).as(Elastic::new),
        whole(1, 255).map(ChannelShift::new),
        real(0.001, 10).map(PcaColour::new),
        colour,
        real(0.001, 10).map(ColourJitter::new),
        blur,
        Combinators.combine(whole(1, 512), whole(0, 255)).as(Cutout::new),
        erase,
        Combinators.combine(whole(1, 14), whole(0, 30)).as(RandAugment::new));
  }

  private static Arbitrary<Double> strength(double most) {
    return Arbitraries.oneOf(Arbitraries.just(0.0), real(0, most));
  }

  private static Arbitrary<Integer> whole(int least, int most) {
    return Arbitraries.integers().between(least, most);
  }

  private static Arbitrary<Double> real(double least, double most) {
    return Arbitraries.doubles().between(least, most).ofScale(9);
  }
}
