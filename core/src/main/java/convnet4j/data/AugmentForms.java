package convnet4j.data;

import convnet4j.data.AugmentForm.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The table of all forms that {@link Augment} reads. */
final class AugmentForms {
  private static final List<String> AREAS = List.of("min-area", "max-area");

  static final Map<String, AugmentForm> BY_NAME = new LinkedHashMap<>();

  static {
    put("crop:PADDING[:border=reflect]", List.of("padding"), List.of("border"), AugmentForms::crop);
    put(
        "rrc[:MIN-AREA[:MAX-AREA]][:ratio=0.75]",
        AREAS,
        List.of("ratio"),
        v ->
            new RandomResizedCrop(
                v.real("min-area", RandomResizedCrop.MIN_AREA),
                v.real("max-area", RandomResizedCrop.MAX_AREA),
                v.real("ratio", RandomResizedCrop.RATIO)));
    always(
        "jitter:MIN:MAX, whole numbers",
        List.of("min", "max"),
        v -> new ScaleJitter(v.whole("min"), v.whole("max")));
    put(
        "flip:PROBABILITY in 0..1",
        List.of("p"),
        v -> new HorizontalFlip(v.real("p", HorizontalFlip.PROBABILITY)));
    put("altflip", List.of(), v -> new AlternatingFlip());
    put("rotate:DEGREES", List.of("degrees"), v -> new Rotation(v.real("degrees")));
    put("shear:DEGREES", List.of("degrees"), v -> new Shear(v.real("degrees")));
    put(
        "elastic[:ALPHA[:SIGMA]]",
        List.of("alpha", "sigma"),
        v -> new Elastic(v.real("alpha", Elastic.ALPHA), v.real("sigma", Elastic.SIGMA)));
    put("shift:RANGE, a whole number", List.of("range"), v -> new ChannelShift(v.whole("range")));
    put(
        "pca[:DEVIATION]",
        List.of("deviation"),
        v -> new PcaColour(v.real("deviation", PcaColour.DEVIATION)));
    put(
        "color:BRIGHTNESS[:CONTRAST[:SATURATION[:HUE]]]",
        List.of("brightness", "contrast", "saturation", "hue"),
        AugmentForms::colour);
    put("gray", List.of(), v -> new Grayscale());
    put("blur:SIZE[:sigma=LO-HI]", List.of("size"), List.of("sigma"), AugmentForms::blur);
    put(
        "cutout:SIZE[:fill=128]",
        List.of("size"),
        List.of("fill"),
        v -> new Cutout(v.whole("size"), v.whole("fill", Cutout.FILL)));
    put(
        "erase[:MIN-AREA[:MAX-AREA]][:ratio=0.3]",
        AREAS,
        List.of("ratio"),
        v ->
            new RandomErasing(
                v.real("min-area", RandomErasing.MIN_AREA),
                v.real("max-area", RandomErasing.MAX_AREA),
                v.real("ratio", RandomErasing.RATIO)));
    put(
        "randaugment[:OPERATIONS[:MAGNITUDE]], whole numbers",
        List.of("operations", "magnitude"),
        v ->
            new RandAugment(
                v.whole("operations", RandAugment.OPERATIONS),
                v.whole("magnitude", RandAugment.MAGNITUDE)));
    put("trivial", List.of(), v -> new TrivialAugment());
    always("mixup:ALPHA above 0", List.of("alpha"), v -> new Mixup(v.real("alpha")));
    always("cutmix:ALPHA above 0", List.of("alpha"), v -> new CutMix(v.real("alpha")));
  }

  private AugmentForms() {}

  private static void put(String usage, List<String> placed, Function<Values, Change> make) {
    put(usage, placed, List.of(), make);
  }

  /** A transform of an image that may be carried out sometimes. */
  private static void put(
      String usage, List<String> placed, List<String> keyed, Function<Values, Change> make) {
    List<String> keys = new ArrayList<>(keyed);
    if (!placed.contains("p")) {
      keys.add("p");
    }
    add(new AugmentForm(name(usage), usage, placed, keys, make));
  }

  /** A change that takes no probability. */
  private static void always(String usage, List<String> placed, Function<Values, Change> make) {
    add(new AugmentForm(name(usage), usage, placed, List.of(), make));
  }

  private static void add(AugmentForm form) {
    BY_NAME.put(form.name(), form);
  }

  private static String name(String usage) {
    return usage.split("[:\\[, ]", 2)[0];
  }

  /** One value alone is for brightness, contrast and saturation, as it is commonly used. */
  private static ColourJitter colour(Values v) {
    if (v.given().size() == 1 && v.inPlace() == 1) {
      return new ColourJitter(v.real("brightness"));
    }
    if (v.given().isEmpty()) {
      throw new NumberFormatException("nothing given");
    }
    return new ColourJitter(
        v.real("brightness", 0), v.real("contrast", 0), v.real("saturation", 0), v.real("hue", 0));
  }

  private static RandomCrop crop(Values v) {
    return v.has("border")
        ? new RandomCrop(v.whole("padding"), RandomCrop.Border.parse(v.given().get("border")))
        : new RandomCrop(v.whole("padding"));
  }

  private static GaussianBlur blur(Values v) {
    if (!v.has("sigma")) {
      return new GaussianBlur(v.whole("size"));
    }
    double[] sigma = v.ends("sigma");
    return new GaussianBlur(v.whole("size"), sigma[0], sigma[1]);
  }
}
