package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Augment;
import convnet4j.data.Draws;
import convnet4j.data.Expansion;
import convnet4j.data.PixelSplit;
import convnet4j.data.Transform;
import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformPropertiesTest {
  /** One of each that a canvas carries out, at its strongest where that tells more. */
  private static final List<String> ALL =
      List.of(
          "crop:2",
          "crop:3:border=reflect",
          "altflip",
          "rotate:180",
          "shear:45",
          "elastic:34:4",
          "elastic:10000:100",
          "shift:255",
          "pca:1",
          "color:0.9:0.9:0.9:0.5",
          "color:10",
          "gray",
          "blur:99:sigma=0.1-50",
          "cutout:4",
          "erase",
          "randaugment:14:30",
          "trivial");

  private static byte[] random(FeatureMap size, long seed) {
    byte[] image = new byte[(int) size.elements()];
    new Random(seed).nextBytes(image);
    return image;
  }

  private static byte[] apply(FeatureMap size, byte[] image, String text, Draws draws) {
    try (Canvas canvas = new Canvas(size)) {
      System.arraycopy(image, 0, canvas.pixels(), 0, image.length);
      canvas.apply(Augment.parse(text).transforms(), draws);
      return canvas.pixels().clone();
    }
  }

  @Provide
  Arbitrary<String> transforms() {
    return Arbitraries.of(ALL);
  }

  @Property(tries = 400)
  void everySizeIsKeptAndTheSameDrawsGiveTheSamePixels(
      @ForAll("transforms") String text,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll boolean colour,
      @ForAll int index) {
    if (!colour && text.startsWith("pca")) {
      return;
    }
    FeatureMap size = new FeatureMap(colour ? 3 : 1, height, width);
    byte[] image = random(size, index);
    byte[] once = apply(size, image, text, Draws.of(1, 2, index, 0));
    assertThat(once).hasSize(image.length);
    assertThat(apply(size, image, text, Draws.of(1, 2, index, 0))).isEqualTo(once);
  }

  @Property(tries = 100)
  void probabilityZeroIsTheIdentity(@ForAll("transforms") String text, @ForAll int index) {
    FeatureMap size = new FeatureMap(3, 9, 11);
    byte[] image = random(size, index);
    assertThat(apply(size, image, text + ":p=0", Draws.of(1, 0, index, 0))).isEqualTo(image);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rotate:30", "color:0.5", "erase", "blur:5", "trivial"})
  void aTransformHappensAsOftenAsSaidAndThenIsItself(String text) {
    FeatureMap size = new FeatureMap(3, 12, 12);
    byte[] image = random(size, 3);
    int kept = 0;
    for (int index = 0; index < 400; index++) {
      Draws after = Draws.of(1, 0, index, 0);
      boolean happens = after.uniform() < 0.75;
      byte[] expected = happens ? apply(size, image, text, after) : image;
      assertThat(apply(size, image, text + ":p=0.75", Draws.of(1, 0, index, 0)))
          .isEqualTo(expected);
      kept += happens ? 0 : 1;
    }
    assertThat(kept).isBetween(57, 143); // 5 sigma
  }

  @Test
  void everyTransformChangesSomething() {
    FeatureMap size = new FeatureMap(3, 16, 16);
    byte[] image = random(size, 5);
    for (String text : ALL) {
      int changed = 0;
      for (int index = 0; index < 20; index++) {
        byte[] drawn = apply(size, image, text, Draws.of(1, 0, index, 0));
        changed += Arrays.equals(drawn, image) ? 0 : 1;
      }
      assertThat(changed).as(text).isPositive();
    }
  }

  @Test
  void aCanvasForgetsTheImageBefore() {
    FeatureMap size = new FeatureMap(3, 16, 16);
    List<Transform> transforms = Augment.parse(String.join(",", ALL)).transforms();
    try (Canvas used = new Canvas(size)) {
      for (int index = 0; index < 10; index++) {
        byte[] image = random(size, index);
        System.arraycopy(image, 0, used.pixels(), 0, image.length);
        used.apply(transforms, Draws.of(1, 0, index, 0));
        assertThat(used.pixels())
            .isEqualTo(apply(size, image, String.join(",", ALL), Draws.of(1, 0, index, 0)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rrc:p=0.8", "jitter:16:40"})
  void batchesDoNotDependOnTheNumberOfWorkers(String first) {
    PixelSplit split = split(3, 20, 24, 60);
    String text = first + "," + String.join(",", ALL).replace("elastic:10000:100,", "");
    List<byte[]> alone = epoch(split, text, 1);
    assertThat(alone).hasSize(60);
    assertThat(epoch(split, text, 4)).usingRecursiveComparison().isEqualTo(alone);
    assertThat(alone.getFirst()).isNotEqualTo(alone.get(1));
  }

  private static PixelSplit split(int channels, int height, int width, int images) {
    byte[] pixels = new byte[images * channels * height * width];
    new Random(1).nextBytes(pixels);
    return new PixelSplit(channels, height, width, pixels, new int[images]);
  }

  private static List<byte[]> epoch(PixelSplit split, String text, int workers) {
    FeatureMap size = new FeatureMap(3, 16, 16);
    List<Transform> transforms = Augment.parse(text).transforms();
    LoadPlan plan = LoadPlan.training(7, transforms, 9, 3, workers);
    List<byte[]> images = new ArrayList<>();
    try (BatchLoader loader = new BatchLoader(ImageSource.of(split, size, false), plan)) {
      for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
        for (int i = 0; i < batch.size(); i++) {
          byte[] image = new byte[(int) size.elements()];
          batch.pixels().getPointer(batch.offset(i)).get(image);
          images.add(image);
        }
      }
    }
    return images;
  }

  @ParameterizedTest
  @ValueSource(strings = {"rrc", "jitter:16:40"})
  void nativeMemoryIsGivenBack(String first) {
    PixelSplit split = split(3, 32, 32, 64);
    String text = first + ",elastic,color:hue=0.1,blur:3,rotate:9";
    epoch(split, text, 2);
    long before = Pointer.totalBytes();
    long count = Pointer.totalCount();
    for (int i = 0; i < 5; i++) {
      epoch(split, text, 2);
    }
    assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(before);
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(count);
  }

  @Test
  void onWhiteAShearAndATurnShowWhereBlackComesIn() {
    FeatureMap size = new FeatureMap(1, 3, 3);
    byte[] white = Encoded.bytes(255, 255, 255, 255, 255, 255, 255, 255, 255);
    try (Canvas canvas = new Canvas(size)) {
      System.arraycopy(white, 0, canvas.pixels(), 0, 9);
      canvas.shear(45); // the upper row moves right by a pixel, the lower one left
      assertThat(canvas.pixels()).isEqualTo(Encoded.bytes(0, 255, 255, 255, 255, 255, 255, 255, 0));
    }
  }

  @Test
  void aQuarterTurnIsCounterClockwise() {
    try (Canvas canvas = new Canvas(new FeatureMap(1, 3, 3))) {
      byte[] image = Encoded.bytes(1, 2, 3, 4, 5, 6, 7, 8, 9);
      System.arraycopy(image, 0, canvas.pixels(), 0, 9);
      canvas.rotate(90);
      assertThat(canvas.pixels()).isEqualTo(Encoded.bytes(3, 6, 9, 2, 5, 8, 1, 4, 7));
    }
  }

  @Test
  void aShiftStopsAtBlackAndWhiteAndHasOneNumberPerChannel() {
    FeatureMap size = new FeatureMap(3, 1, 2);
    byte[] image = Encoded.bytes(0, 128, 250, 20, 200, 255);
    Draws same = Draws.of(1, 0, 0, 0);
    int[] shift = {same.below(101) - 50, same.below(101) - 50, same.below(101) - 50};
    byte[] expected = new byte[6];
    for (int i = 0; i < 6; i++) {
      expected[i] = (byte) Math.clamp((image[i] & 0xFF) + shift[i % 3], 0, 255);
    }
    assertThat(apply(size, image, "shift:50", Draws.of(1, 0, 0, 0))).isEqualTo(expected);
  }

  @Test
  void aCutoutPaintsItsSquareAndNothingElse() {
    FeatureMap size = new FeatureMap(3, 6, 8);
    byte[] image = random(size, 2);
    for (int index = 0; index < 30; index++) {
      Draws same = Draws.of(1, 0, index, 0);
      int row = same.below(6);
      int column = same.below(8);
      byte[] expected = image.clone();
      for (int y = Math.max(row - 1, 0); y <= Math.min(row + 1, 5); y++) {
        for (int x = Math.max(column - 1, 0); x <= Math.min(column + 1, 7); x++) {
          for (int c = 0; c < 3; c++) {
            expected[(y * 8 + x) * 3 + c] = 7;
          }
        }
      }
      assertThat(apply(size, image, "cutout:3:fill=7", Draws.of(1, 0, index, 0)))
          .isEqualTo(expected);
    }
  }

  @Test
  void erasingLeavesNoiseInABoxOfTheAreaSaid() {
    FeatureMap size = new FeatureMap(1, 100, 100);
    byte[] black = new byte[10_000];
    byte[] erased = apply(size, black, "erase:0.25:0.25:ratio=1", Draws.of(1, 0, 0, 0));
    int changed = 0;
    long sum = 0;
    for (byte value : erased) {
      changed += value != 0 ? 1 : 0;
      sum += value & 0xFF;
    }
    assertThat(changed).isBetween(2450, 2500); // one value of 256 is black itself
    assertThat(sum / 2500.0).isBetween(120.0, 135.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | flip,pca:0.1 | augment 'pca:0.1': expected images of 3 channels, received 1; leave it out
          1 | pca:0.1:p=0.5 | augment 'pca:0.1:p=0.5': expected images of 3 channels, received 1
          2 | crop:1,gray | augment 'gray': expected images of 1 or 3 channels, received 2
          """)
  void transformsThatNeedOtherChannelsAreRefused(int channels, String text, String message) {
    ImageSource source =
        ImageSource.of(split(channels, 4, 4, 3), new FeatureMap(channels, 4, 4), false);
    LoadPlan plan = LoadPlan.training(2, Augment.parse(text).transforms(), 0, 0, 1);
    assertThatThrownBy(() -> new BatchLoader(source, plan))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jitter:5:9 | augment 'jitter:5:9': expected sides of at least the 6 pixels of the network's input, received 5; write jitter:6:9
          jitter:2:3,flip | augment 'jitter:2:3': expected sides of at least the 6 pixels of the network's input, received 2; write jitter:6:6
          """)
  void aScaleBelowTheNetworksInputIsRefusedAlsoForCopies(String text, String message) {
    ImageSource source = ImageSource.of(split(3, 8, 8, 3), new FeatureMap(3, 4, 6), false);
    List<Transform> transforms = Augment.parse(text).transforms();
    Expansion copies = new Expansion(List.of(List.of(), transforms), Expansion.Redraw.EPOCH);
    for (LoadPlan plan :
        List.of(
            LoadPlan.training(2, transforms, 0, 0, 1),
            LoadPlan.training(2, List.of(), copies, 0, 0, 1))) {
      assertThatThrownBy(() -> new BatchLoader(source, plan))
          .isInstanceOf(InputException.class)
          .hasMessage(message);
    }
    assertThatThrownBy(() -> new ContactSheet(source, transforms, 0))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }
}
