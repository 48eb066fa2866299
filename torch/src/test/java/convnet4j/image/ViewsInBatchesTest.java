package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.FileSplit;
import convnet4j.data.Interpolation;
import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.data.Preprocessing;
import convnet4j.data.Views;
import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class ViewsInBatchesTest {
  private static final Normalisation GREY = new Normalisation(List.of(0.0), List.of(1.0));

  /** A view copied out of a batch: its shape and its bytes as whole numbers. */
  private record Seen(int index, FeatureMap shape, List<Integer> pixels) {}

  private static List<Seen> all(ImageSource source, int batchSize, int workers) {
    List<Seen> seen = new ArrayList<>();
    try (BatchLoader loader = new BatchLoader(source, LoadPlan.inOrder(batchSize, workers))) {
      for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
        for (int i = 0; i < batch.size() * batch.views(); i++) {
          byte[] bytes = new byte[(int) batch.shape(i).elements()];
          batch.pixels().asByteBuffer().get(batch.offset(i), bytes);
          List<Integer> pixels = new ArrayList<>();
          for (byte value : bytes) {
            pixels.add(value & 0xFF);
          }
          seen.add(new Seen(batch.index(i / batch.views()), batch.shape(i), pixels));
        }
      }
    }
    return seen;
  }

  /** One grey image whose pixel in row y, column x is 10·y + x. */
  private static PixelSplit coded(int height, int width) {
    byte[] pixels = new byte[height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (10 * (i / width) + i % width);
    }
    return new PixelSplit(1, height, width, pixels, new int[] {0});
  }

  private static List<List<Integer>> seen(PixelSplit split, int side, int resize, String views) {
    Preprocessing how = new Preprocessing(resize, Interpolation.AREA, GREY);
    ImageSource source =
        ImageSource.of(split, new FeatureMap(1, side, side), how, Views.parse(views), false);
    return all(source, 4, 1).stream().map(Seen::pixels).toList();
  }

  @Test
  void tenCropsAreTheCornersAndTheCentreEachWithItsMirrorImage() {
    assertThat(seen(coded(6, 6), 2, 6, "ten-crop"))
        .containsExactly(
            List.of(0, 1, 10, 11),
            List.of(1, 0, 11, 10),
            List.of(4, 5, 14, 15),
            List.of(5, 4, 15, 14),
            List.of(40, 41, 50, 51),
            List.of(41, 40, 51, 50),
            List.of(44, 45, 54, 55),
            List.of(45, 44, 55, 54),
            List.of(22, 23, 32, 33),
            List.of(23, 22, 33, 32));
  }

  @Test
  void tenCropsOfAWideImageAreOfItsCentralSquare() {
    List<List<Integer>> crops = seen(coded(4, 8), 2, 4, "ten-crop");
    assertThat(crops.get(0)).containsExactly(2, 3, 12, 13);
    assertThat(crops.get(6)).containsExactly(24, 25, 34, 35);
    assertThat(crops.get(8)).containsExactly(13, 14, 23, 24);
  }

  @Test
  void sixMovesByOnePixelAndReflectsTheBorder() {
    assertThat(seen(coded(3, 3), 3, 3, "six"))
        .containsExactly(
            List.of(0, 1, 2, 10, 11, 12, 20, 21, 22),
            List.of(2, 1, 0, 12, 11, 10, 22, 21, 20),
            List.of(11, 10, 11, 1, 0, 1, 11, 10, 11),
            List.of(11, 10, 11, 1, 0, 1, 11, 10, 11),
            List.of(11, 12, 11, 21, 22, 21, 11, 12, 11),
            List.of(11, 12, 11, 21, 22, 21, 11, 12, 11));
    List<List<Integer>> four = seen(coded(4, 4), 4, 4, "six");
    assertThat(four.get(2).subList(0, 8)).containsExactly(11, 10, 11, 12, 1, 0, 1, 2);
    assertThat(four.get(3).subList(0, 8)).containsExactly(12, 11, 10, 11, 2, 1, 0, 1);
  }

  @Test
  void tenCropNeedsRoom() {
    assertThatThrownBy(() -> seen(coded(32, 32), 32, 32, "ten-crop"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "views ten-crop: expects images resized to more than the 32 pixels of the network's"
                + " input, received 32; give --resize 36");
  }

  @Test
  void wholeImagesKeepTheirProportions() {
    Preprocessing how = new Preprocessing(6, Interpolation.BILINEAR, GREY);
    FeatureMap input = new FeatureMap(1, 4, 4);
    ImageSource dense = ImageSource.of(coded(6, 9), input, how, Views.parse("dense"), false);
    List<Seen> seen = all(dense, 1, 1);
    assertThat(seen).extracting(Seen::shape).containsOnly(new FeatureMap(1, 6, 9));
    assertThat(seen.get(0).pixels().subList(0, 10)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 10);
    assertThat(seen.get(1).pixels().subList(0, 10)).containsExactly(8, 7, 6, 5, 4, 3, 2, 1, 0, 18);
    ImageSource scales =
        ImageSource.of(coded(6, 9), input, how, Views.parse("multi-scale:4,7"), false);
    // Longer sides rounded down: 4·9/6 = 6, 7·9/6 = 10.5
    assertThat(all(scales, 1, 1))
        .extracting(Seen::shape)
        .containsExactly(
            new FeatureMap(1, 4, 6),
            new FeatureMap(1, 4, 6),
            new FeatureMap(1, 7, 10),
            new FeatureMap(1, 7, 10));
  }

  private static FileSplit photos() {
    List<byte[]> files = new ArrayList<>();
    byte[] cut = Arrays.copyOf(Encoded.encode(Encoded.gradient(8, 8), "png"), 60);
    for (int i = 0; i < 23; i++) {
      int width = 20 + 7 * (i % 3);
      int height = 90 - 20 * (i % 4);
      files.add(i == 5 ? cut : Encoded.encode(Encoded.gradient(width, height), "png"));
    }
    return Encoded.split(files, () -> {});
  }

  @Test
  void viewsOfImagesOfAnySizeDoNotDependOnTheNumberOfWorkers() {
    FileSplit photos = photos();
    for (Interpolation interpolation : Interpolation.values()) {
      Preprocessing how = new Preprocessing(18, interpolation, Normalisation.IMAGENET);
      for (String views : List.of("ten-crop", "dense", "multi-scale:16,20", "six")) {
        ImageSource source =
            ImageSource.of(photos, new FeatureMap(3, 16, 16), how, Views.parse(views), true);
        List<Seen> alone = all(source, 4, 1);
        assertThat(alone).hasSize(22 * source.views().size());
        assertThat(alone).extracting(Seen::index).doesNotContain(5);
        assertThat(all(source, 4, 3)).isEqualTo(alone);
        assertThat(all(source, 7, 2)).isEqualTo(alone);
      }
    }
  }

  @Test
  void batchesThatHaveGrownAreFreed() {
    Preprocessing how = new Preprocessing(16, Interpolation.BILINEAR, Normalisation.IMAGENET);
    ImageSource source =
        ImageSource.of(
            photos(), new FeatureMap(3, 16, 16), how, Views.parse("multi-scale:16,64"), true);
    all(source, 4, 2);
    long before = Pointer.totalBytes();
    all(source, 4, 2);
    assertThat(Pointer.totalBytes()).isEqualTo(before);
  }

  @Test
  void aWholeImageThatIsTooLongIsRefusedByName() {
    byte[] strip = Encoded.encode(Encoded.gradient(4000, 1), "png");
    Preprocessing how = new Preprocessing(224, Interpolation.BILINEAR, Normalisation.IMAGENET);
    ImageSource source =
        ImageSource.of(
            Encoded.split(List.of(strip), () -> {}),
            new FeatureMap(3, 224, 224),
            how,
            Views.parse("dense"),
            false);
    assertThatThrownBy(() -> all(source, 1, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("class/0: expected at most 16 million pixels at 224 on the shorter")
        .hasMessageContaining("received 896000×224");
  }

  @Test
  void aBatchHasAboutAsManyPixelsWhateverTheViews() {
    FeatureMap input = new FeatureMap(1, 32, 32);
    Preprocessing how = new Preprocessing(32, Interpolation.AREA, GREY);
    for (List<?> expected :
        List.of(
            List.of("center", 128),
            List.of("flip", 64),
            List.of("six", 21),
            List.of("dense", 64),
            List.of("multi-scale:32,64", 16),
            List.of("multi-scale:640", 1))) {
      Views views = Views.parse((String) expected.get(0));
      assertThat(ImageSource.of(coded(32, 32), input, how, views, false).imagesLike(128))
          .isEqualTo(expected.get(1));
    }
  }
}
