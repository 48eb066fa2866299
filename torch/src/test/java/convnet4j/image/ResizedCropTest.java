package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Box;
import convnet4j.data.Draws;
import convnet4j.data.HorizontalFlip;
import convnet4j.data.Interpolation;
import convnet4j.data.PixelSplit;
import convnet4j.data.RandomResizedCrop;
import convnet4j.data.ResizedCrop;
import convnet4j.data.ScaleJitter;
import convnet4j.data.Sometimes;
import convnet4j.data.Transform;
import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rrc} and {@code jitter}: the path from an encoded image to its drawn part. */
class ResizedCropTest {
  private static final FeatureMap SIZE = new FeatureMap(3, 16, 20);
  private static final RandomResizedCrop CROP = new RandomResizedCrop();

  private static Draws draws(int index) {
    return Draws.of(8, 0, index, 0);
  }

  /** The mean of a gradient below every target pixel, which is the gradient at its middle. */
  private static byte[] expected(int width, int height, Box box, FeatureMap size) {
    byte[] pixels = new byte[(int) size.elements()];
    int i = 0;
    for (int y = 0; y < size.height(); y++) {
      double row = box.top() + (y + 0.5) * box.height() / size.height() - 0.5;
      for (int x = 0; x < size.width(); x++) {
        double column = box.left() + (x + 0.5) * box.width() / size.width() - 0.5;
        pixels[i++] = (byte) Math.round(255 * column / width - 0.5);
        pixels[i++] = (byte) Math.round(255 * row / height - 0.5);
        pixels[i++] = (byte) Math.round(255 * (column + row) / (width + height) - 0.5);
      }
    }
    return pixels;
  }

  @ParameterizedTest
  @EnumSource(Interpolation.class)
  void thePartIsCutFromTheWholeImageAndResized(Interpolation how) {
    byte[] png = Encoded.encode(Encoded.gradient(300, 200), "png");
    for (int index = 0; index < 20; index++) {
      byte[] part = Decoder.part(new EncodedImage("i", png), SIZE, CROP, draws(index), how);
      Box box = CROP.box(200, 300, draws(index));
      assertThat(Encoded.distance(part, expected(300, 200, box, SIZE))).isLessThanOrEqualTo(2);
    }
  }

  /** Half a pixel of place and of size, the gradient's own steps, and rounding. */
  @ParameterizedTest
  @EnumSource(Interpolation.class)
  void aScaleJitterIsResizingAndThenCropping(Interpolation how) {
    byte[] png = Encoded.encode(Encoded.gradient(300, 200), "png");
    FeatureMap size = new FeatureMap(3, 96, 112);
    for (int side : new int[] {112, 130, 199, 200, 256}) {
      ScaleJitter jitter = new ScaleJitter(side, side);
      Picture whole = Decoder.wholes(new EncodedImage("i", png), 3, List.of(side), how).getFirst();
      for (int index = 0; index < 5; index++) {
        byte[] part = Decoder.part(new EncodedImage("i", png), size, jitter, draws(index), how);
        Box box = jitter.box(200, 300, 96, 112, draws(index));
        int top = Math.min((int) Math.round(box.top() * side / 200.0), side - 96);
        int left = (int) Math.round(box.left() * side / 200.0);
        left = Math.min(left, whole.shape().width() - 112);
        assertThat(Encoded.distance(part, cropped(whole, top, left, size)))
            .as("%s at %d, %d", box, top, left)
            .isLessThanOrEqualTo(3);
      }
    }
  }

  private static byte[] cropped(Picture whole, int top, int left, FeatureMap size) {
    byte[] pixels = new byte[(int) size.elements()];
    int row = size.width() * 3;
    for (int y = 0; y < size.height(); y++) {
      int at = ((top + y) * whole.shape().width() + left) * 3;
      System.arraycopy(whole.pixels(), at, pixels, y * row, row);
    }
    return pixels;
  }

  /** 48 · 1200 / S pixels become 48; they are decoded at 1/8, 1/4, 1/2 and whole. */
  @ParameterizedTest
  @ValueSource(ints = {50, 100, 200, 400})
  void aJpegFarAboveTheScaleIsDecodedAtReducedSize(int side) {
    byte[] jpeg = Encoded.encode(Encoded.gradient(1600, 1200), "jpg");
    FeatureMap size = new FeatureMap(3, 48, 48);
    ScaleJitter jitter = new ScaleJitter(side, side);
    for (int index = 0; index < 5; index++) {
      byte[] part =
          Decoder.part(new EncodedImage("i", jpeg), size, jitter, draws(index), Interpolation.AREA);
      Box box = jitter.box(1200, 1600, 48, 48, draws(index));
      assertThat(Encoded.distance(part, expected(1600, 1200, box, size))).isLessThanOrEqualTo(4);
    }
  }

  /** Twice 60 pixels are needed, so parts are decoded whole, at 1/2, 1/4 and 1/8. */
  @Test
  void aJpegDecodedAtReducedSizeGivesTheSamePart() {
    byte[] jpeg = Encoded.encode(Encoded.gradient(1600, 1200), "jpg");
    FeatureMap size = new FeatureMap(3, 48, 60);
    RandomResizedCrop small = new RandomResizedCrop(0.01, 1, 0.75);
    Set<Integer> reductions = new TreeSet<>();
    for (int index = 0; index < 40; index++) {
      byte[] part =
          Decoder.part(new EncodedImage("i", jpeg), size, small, draws(index), Interpolation.AREA);
      Box box = small.box(1200, 1600, draws(index));
      reductions.add(Integer.highestOneBit(Math.min(box.height(), box.width()) / 120));
      assertThat(Encoded.distance(part, expected(1600, 1200, box, size))).isLessThanOrEqualTo(4);
    }
    assertThat(reductions).containsExactly(1, 2, 4, 8);
  }

  /** The box is drawn on the stored image and turned with it, whatever the size decoded at. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 6, 7, 8})
  void aTurnedJpegIsCutInsideTheTurnedImage(int orientation) {
    BufferedImage image = Encoded.gradient(800, 500);
    byte[] jpeg = Encoded.withExif(Encoded.encode(image, "jpg"), orientation, new byte[0]);
    boolean turned = orientation >= 5;
    byte[] whole = Encoded.reference(Encoded.encode(image, "png"));
    // EXIF: 3 is a half turn, 5 a transposition, 6 a quarter clockwise, 7 the other one, 8 back.
    int height = turned ? 800 : 500;
    int width = turned ? 500 : 800;
    byte[] upright = new byte[whole.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int row =
            switch (orientation) {
              case 1 -> y;
              case 3 -> 499 - y;
              case 5, 8 -> x;
              default -> 499 - x;
            };
        int column =
            switch (orientation) {
              case 1 -> x;
              case 3 -> 799 - x;
              case 5, 6 -> y;
              default -> 799 - y;
            };
        System.arraycopy(whole, (row * 800 + column) * 3, upright, (y * width + x) * 3, 3);
      }
    }
    for (ResizedCrop crop : List.of(new RandomResizedCrop(1, 1, 0.5), new ScaleJitter(40, 40))) {
      byte[] part =
          Decoder.part(new EncodedImage("i", jpeg), SIZE, crop, draws(1), Interpolation.AREA);
      Box box =
          turned ? crop.box(500, 800, 20, 16, draws(1)) : crop.box(500, 800, 16, 20, draws(1));
      Box there = turned ? new Box(box.left(), box.top(), box.width(), box.height()) : box;
      assertThat(Encoded.distance(part, mean(upright, width, there))).isLessThanOrEqualTo(5);
    }
  }

  /** Each target pixel the plain mean of the whole pixels below it. */
  private static byte[] mean(byte[] pixels, int width, Box box) {
    byte[] out = new byte[(int) SIZE.elements()];
    for (int i = 0; i < out.length; i++) {
      int c = i % 3;
      int x = i / 3 % SIZE.width();
      int y = i / 3 / SIZE.width();
      int top = box.top() + y * box.height() / SIZE.height();
      int bottom = box.top() + (y + 1) * box.height() / SIZE.height();
      int left = box.left() + x * box.width() / SIZE.width();
      int right = box.left() + (x + 1) * box.width() / SIZE.width();
      long sum = 0;
      for (int row = top; row < bottom; row++) {
        for (int column = left; column < right; column++) {
          sum += pixels[(row * width + column) * 3 + c] & 0xFF;
        }
      }
      out[i] = (byte) (sum / ((bottom - top) * (right - left)));
    }
    return out;
  }

  @Test
  void aSmallImageIsEnlarged() {
    byte[] png = Encoded.encode(Encoded.gradient(5, 3), "png");
    byte[] part =
        Decoder.part(new EncodedImage("i", png), SIZE, CROP, draws(0), Interpolation.AREA);
    assertThat(part).hasSize((int) SIZE.elements());
    byte[] dot = Encoded.encode(Encoded.gradient(1, 1), "png");
    assertThat(Decoder.part(new EncodedImage("i", dot), SIZE, CROP, draws(0), Interpolation.AREA))
        .containsOnly(0);
  }

  @Test
  void greyNetworksGetGreyParts() {
    byte[] png = Encoded.encode(Encoded.gradient(40, 40), "png");
    FeatureMap grey = new FeatureMap(1, 8, 8);
    byte[] colour =
        Decoder.part(
            new EncodedImage("i", png),
            new FeatureMap(3, 8, 8),
            CROP,
            draws(3),
            Interpolation.AREA);
    byte[] part =
        Decoder.part(new EncodedImage("i", png), grey, CROP, draws(3), Interpolation.AREA);
    assertThat(part).hasSize(64);
    double luma =
        0.299 * (colour[0] & 0xFF) + 0.587 * (colour[1] & 0xFF) + 0.114 * (colour[2] & 0xFF);
    assertThat(part[0] & 0xFF).isEqualTo((int) Math.round(luma));
  }

  @Test
  void pixelsInMemoryAreCutAsStored() {
    byte[] pixels = new byte[32 * 32 * 3];
    new Random(4).nextBytes(pixels);
    PixelSplit split = new PixelSplit(3, 32, 32, pixels, new int[1]);
    ImageSource source = ImageSource.of(split, new FeatureMap(3, 8, 8), false);
    RandomResizedCrop quarter = new RandomResizedCrop(0.25, 0.25, 1); // 16×16: exactly 2×2 each
    for (int index = 0; index < 10; index++) {
      byte[] part = new byte[8 * 8 * 3];
      assertThat(source.readPart(0, quarter, draws(index), part)).isTrue();
      Box box = quarter.box(32, 32, draws(index));
      assertThat(box.height()).isEqualTo(16);
      int at = (box.top() * 32 + box.left()) * 3;
      int sum = 0;
      for (int offset : new int[] {0, 3, 96, 99}) {
        sum += pixels[at + offset] & 0xFF;
      }
      assertThat(part[0] & 0xFF).isBetween(sum / 4, sum / 4 + 1);
    }
  }

  /** At half its size any place is exact: every pixel is the mean of four. */
  @Test
  void pixelsInMemoryAreCutAtTheScaleDrawn() {
    byte[] pixels = new byte[64 * 48];
    new Random(4).nextBytes(pixels);
    PixelSplit split = new PixelSplit(1, 64, 48, pixels, new int[1]);
    ImageSource source = ImageSource.of(split, new FeatureMap(1, 16, 20), false);
    ScaleJitter half = new ScaleJitter(24, 24);
    for (int index = 0; index < 10; index++) {
      byte[] part = new byte[16 * 20];
      assertThat(source.readPart(0, half, draws(index), part)).isTrue();
      Box box = half.box(64, 48, 16, 20, draws(index));
      for (int i = 0; i < part.length; i++) {
        int at = (box.top() + 2 * (i / 20)) * 48 + box.left() + 2 * (i % 20);
        int sum = 0;
        for (int offset : new int[] {0, 1, 48, 49}) {
          sum += pixels[at + offset] & 0xFF;
        }
        assertThat(part[i] & 0xFF).isBetween(sum / 4, sum / 4 + 1);
      }
    }
  }

  @Test
  void whatFollowsIsCarriedOutOnThePartWithTheNextDraws() {
    byte[] pixels = new byte[12 * 12 * 3];
    new Random(4).nextBytes(pixels);
    PixelSplit split = new PixelSplit(3, 12, 12, pixels, new int[1]);
    FeatureMap size = new FeatureMap(3, 6, 6);
    ImageSource source = ImageSource.of(split, size, false);
    List<Transform> transforms = List.of(new Sometimes(0.5, CROP), new HorizontalFlip(0.5));
    int cut = 0;
    for (int index = 0; index < 40; index++) {
      Draws same = draws(index);
      byte[] expected = new byte[6 * 6 * 3];
      if (same.uniform() < 0.5) {
        source.readPart(0, CROP, same, expected);
        cut++;
      } else {
        source.read(0, expected);
      }
      try (Canvas plain = new Canvas(size);
          Canvas canvas = new Canvas(size)) {
        System.arraycopy(expected, 0, plain.pixels(), 0, expected.length);
        plain.apply(transforms.subList(1, 2), same);
        assertThat(Looks.draw(source, 0, transforms, draws(index), canvas)).isTrue();
        assertThat(canvas.pixels()).isEqualTo(plain.pixels());
      }
    }
    assertThat(cut).isBetween(5, 35);
  }

  @Test
  void aBadImageIsRefusedOrSkippedAsElsewhere() {
    byte[] jpeg = Encoded.encode(Encoded.gradient(40, 40), "jpg");
    List<byte[]> files = List.of(Arrays.copyOf(jpeg, jpeg.length / 2));
    byte[] target = new byte[(int) SIZE.elements()];
    ImageSource strict = ImageSource.of(Encoded.split(files, () -> {}), SIZE, false);
    assertThatThrownBy(() -> strict.readPart(0, CROP, draws(0), target))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("class/0")
        .hasMessageContaining("--bad-images skip");
    ImageSource lenient = ImageSource.of(Encoded.split(files, () -> {}), SIZE, true);
    assertThat(lenient.readPart(0, CROP, draws(0), target)).isFalse();
    try (Canvas canvas = new Canvas(SIZE)) {
      assertThat(Looks.draw(lenient, 0, List.of(CROP), draws(0), canvas)).isFalse();
    }
  }
}
