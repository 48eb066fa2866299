package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Dataset;
import convnet4j.data.Datasets;
import convnet4j.errors.InputException;
import convnet4j.io.ProgressListener;
import convnet4j.net.Shape.FeatureMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A user's folder with one bad file in it, all the way to the batch. */
class BadDataTest {
  private static final FeatureMap SIZE = new FeatureMap(3, 8, 8);
  private static final String BAD = "튤립 꽃/나쁜 사진.jpg";
  private static final byte[] JPEG = Encoded.encode(Encoded.gradient(20, 16), "jpg");
  private static final byte[] PNG = Encoded.encode(Encoded.gradient(20, 16), "png");

  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void write() throws IOException {
    root = folder.resolve("내 photos");
    for (String split : new String[] {"train", "test"}) {
      for (String name : new String[] {"장미", "튤립 꽃"}) {
        Files.createDirectories(root.resolve(split).resolve(name));
        Files.write(root.resolve(split).resolve(name).resolve("1.jpg"), JPEG);
      }
    }
  }

  private Path bad() {
    return root.resolve("train").resolve(BAD);
  }

  private Dataset open() {
    return Datasets.open(root.toString(), folder, true, ProgressListener.NONE);
  }

  private static BatchLoader load(Dataset dataset, boolean skip) {
    ImageSource source = ImageSource.of(dataset.train(), SIZE, skip);
    return new BatchLoader(source, LoadPlan.inOrder(8, 2));
  }

  /** What files can be instead of images, and what is said of them. */
  private enum Fault {
    EMPTY("expected an image, received an empty file"),
    A_PAGE("expected a JPEG, PNG, GIF, BMP, WebP, TIFF or PNM image, received 23 bytes"),
    NOISE("expected a JPEG, PNG, GIF, BMP, WebP, TIFF or PNM image, received 500 bytes"),
    CUT_SHORT("expected a whole JPEG, received one cut short after 200 bytes"),
    DAMAGED("expected a whole PNG, received one whose checksum at byte 33 is wrong"),
    BOMB("expected at most 134217728 pixels, received 65000×65000");

    private final String message;

    Fault(String message) {
      this.message = message;
    }

    byte[] content() {
      return switch (this) {
        case EMPTY -> new byte[0];
        case A_PAGE -> "<html>not found</html>\n".getBytes(StandardCharsets.UTF_8);
        case NOISE -> {
          byte[] noise = new byte[500];
          new Random(2).nextBytes(noise);
          yield noise;
        }
        case CUT_SHORT -> Arrays.copyOf(JPEG, 200);
        case DAMAGED -> {
          byte[] damaged = PNG.clone();
          damaged[50] ^= 1;
          yield damaged;
        }
        case BOMB -> {
          byte[] bomb = PNG.clone();
          ByteBuffer.wrap(bomb).putInt(16, 65_000).putInt(20, 65_000);
          CRC32 sum = new CRC32();
          sum.update(bomb, 12, 17);
          ByteBuffer.wrap(bomb).putInt(29, (int) sum.getValue());
          yield bomb;
        }
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLoaderNamesTheFileAndSaysWhatIsWrongWithIt(Fault fault) throws IOException {
    Files.write(bad(), fault.content());
    try (Dataset dataset = open();
        BatchLoader loader = load(dataset, false)) {
      assertThatThrownBy(loader::next)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(BAD + ": " + fault.message)
          .hasMessageEndingWith("or pass --bad-images skip")
          .hasMessageNotContaining("\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLoaderLeavesTheFileOutAndCountsItWhenAsked(Fault fault) throws IOException {
    Files.write(bad(), fault.content());
    try (Dataset dataset = open();
        BatchLoader loader = load(dataset, true)) {
      Batch batch = loader.next();
      assertThat(batch.size()).isEqualTo(2);
      assertThat(batch.index(0)).isZero();
      assertThat(batch.index(1)).isEqualTo(1);
      assertThat(loader.skipped()).isEqualTo(1);
    }
  }

  @Test
  void aFileThatVanishesMeanwhileIsBadAsWell() throws IOException {
    Files.write(bad(), JPEG);
    try (Dataset dataset = open()) {
      Files.delete(bad());
      try (BatchLoader loader = load(dataset, false)) {
        assertThatThrownBy(loader::next)
            .isInstanceOf(InputException.class)
            .hasMessageStartingWith(bad() + ": cannot be read (NoSuchFileException");
      }
      try (BatchLoader loader = load(dataset, true)) {
        assertThat(loader.next().size()).isEqualTo(2);
        assertThat(loader.skipped()).isEqualTo(1);
      }
    }
  }

  @Test
  void aWronglyNamedImageIsReadByItsContent() throws IOException {
    Files.write(bad(), PNG);
    try (Dataset dataset = open()) {
      ImageSource source = ImageSource.of(dataset.train(), SIZE, false);
      byte[] pixels = new byte[(int) SIZE.elements()];
      assertThat(source.read(2, pixels)).isTrue();
      assertThat(pixels).isEqualTo(Sized.decode("x", PNG, SIZE));
    }
  }

  @Test
  void theLimitOfPixelsIsTheUsers() throws IOException {
    try (Dataset dataset = open()) {
      try (BatchLoader loader = load(dataset.withMaxPixels(20 * 16 - 1), false)) {
        assertThatThrownBy(loader::next)
            .isInstanceOf(InputException.class)
            .hasMessageContaining(
                "expected at most 319 pixels, received 20×16; shrink or replace it, or allow more"
                    + " with --max-pixels N");
      }
      try (BatchLoader loader = load(dataset.withMaxPixels(20 * 16), false)) {
        assertThat(loader.next().size()).isEqualTo(2);
      }
      assertThatThrownBy(() -> dataset.withMaxPixels(0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> dataset.withMaxPixels(Integer.MAX_VALUE / 3 + 1L))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
