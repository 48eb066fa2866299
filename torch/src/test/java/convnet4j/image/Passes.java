package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.HorizontalFlip;
import convnet4j.data.PixelSplit;
import convnet4j.data.RandomCrop;
import convnet4j.data.Transform;
import convnet4j.net.Shape.FeatureMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Small sources of images, and what a loader makes of them. */
final class Passes {
  static final int IMAGES = 103;
  static final int BATCH = 10;
  static final FeatureMap SIZE = new FeatureMap(3, 8, 8);
  static final List<Transform> CROP_FLIP = List.of(new RandomCrop(2), new HorizontalFlip(0.5));

  static final byte[] GOOD = Encoded.encode(Encoded.gradient(8, 8), "png");
  static final byte[] CUT = Arrays.copyOf(GOOD, 60);

  /** A batch, copied out of native memory. */
  record Copy(int number, List<Integer> indices, List<Integer> labels, List<Byte> pixels) {
    static Copy of(Batch batch) {
      List<Integer> indices = new ArrayList<>();
      List<Integer> labels = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        indices.add(batch.index(i));
        labels.add(batch.label(i));
        assertThat(batch.labels().get(i)).isEqualTo(batch.label(i));
      }
      List<Byte> pixels = new ArrayList<>();
      for (byte value : bytes(batch)) {
        pixels.add(value);
      }
      return new Copy(batch.number(), indices, labels, pixels);
    }
  }

  static byte[] bytes(Batch batch) {
    byte[] bytes = new byte[(int) (batch.size() * SIZE.elements())];
    batch.pixels().get(bytes);
    return bytes;
  }

  static ImageSource pixels() {
    byte[] pixels = new byte[(int) (IMAGES * SIZE.elements())];
    new Random(1).nextBytes(pixels);
    int[] labels = IntStream.range(0, IMAGES).map(i -> i % 7).toArray();
    return ImageSource.of(new PixelSplit(3, 8, 8, pixels, labels), SIZE, false);
  }

  static ImageSource files(boolean skip, int count, Integer... bad) {
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      contents.add(Arrays.asList(bad).contains(i) ? CUT : GOOD);
    }
    return ImageSource.of(Encoded.split(contents, () -> {}), SIZE, skip);
  }

  static List<Copy> all(ImageSource source, LoadPlan plan) {
    List<Copy> copies = new ArrayList<>();
    try (BatchLoader loader = new BatchLoader(source, plan)) {
      for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
        copies.add(Copy.of(batch));
      }
      assertThat(loader.next()).isNull();
    }
    return copies;
  }

  private Passes() {}
}
