package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.image.ImageHeader.Format;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderTest {
  private static final byte[] JPEG = Encoded.encode(Encoded.gradient(37, 21), "jpg");
  private static final byte[] PNG = Encoded.encode(Encoded.gradient(37, 21), "png");

  @ParameterizedTest
  @CsvSource({"jpg,JPEG", "png,PNG", "gif,GIF", "bmp,BMP", "tiff,TIFF"})
  void readsTheSizeOfWhatTheJdkWrites(String format, Format expected) {
    byte[] encoded = Encoded.encode(Encoded.gradient(37, 21), format);
    assertThat(ImageHeader.read("x", encoded)).isEqualTo(new ImageHeader(expected, 21, 37));
  }

  @Test
  void readsTheSizeOfAProgressiveJpeg() {
    byte[] encoded = Encoded.progressiveJpeg(Encoded.gradient(37, 21));
    assertThat(ImageHeader.read("x", encoded)).isEqualTo(new ImageHeader(Format.JPEG, 21, 37));
  }

  /** Headers written out by hand after the container's specification (RFC 9649). */
  @ParameterizedTest
  @CsvSource({
    "52494646 16000000 57454250 56503820 0A000000 300100 9D012A 2500 1500",
    "52494646 16000000 57454250 5650384C 0A000000 2F 24000500 0000000000",
    "52494646 16000000 57454250 56503858 0A000000 00000000 240000 140000"
  })
  void readsTheSizeOfEachKindOfWebp(String hex) {
    byte[] encoded = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(ImageHeader.read("x", encoded)).isEqualTo(new ImageHeader(Format.WEBP, 21, 37));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P6 37 21 255\n", "P5\n# a #comment\n37\n#\n 21\t", "P4\n37 21\n"})
  void readsTheSizeOfPortableMaps(String head) {
    byte[] encoded = head.getBytes(StandardCharsets.US_ASCII);
    assertThat(ImageHeader.read("x", encoded)).isEqualTo(new ImageHeader(Format.PNM, 21, 37));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P6 37", "P6 37 x 21", "P6 0 21\n"})
  void refusesPortableMapsWithoutASize(String head) {
    byte[] encoded = head.getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> ImageHeader.read("x", encoded))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("x: expected a whole PNM, received one");
  }

  @Test
  void refusesAJpegCutAnywhere() {
    refusesEveryPrefix(JPEG);
    refusesEveryPrefix(Encoded.progressiveJpeg(Encoded.gradient(37, 21)));
  }

  @Test
  void refusesAPngCutAnywhere() {
    refusesEveryPrefix(PNG);
  }

  private static void refusesEveryPrefix(byte[] encoded) {
    for (int length = 0; length < encoded.length; length++) {
      byte[] prefix = Arrays.copyOf(encoded, length);
      assertThatThrownBy(() -> ImageHeader.read("a/b.x", prefix))
          .as("the first %d of %d bytes", length, encoded.length)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("a/b.x: expected a");
    }
  }

  @Test
  void doesNotTakeTheEndOfAThumbnailForTheEnd() {
    byte[] exif = Encoded.withExif(JPEG, 1, JPEG);
    assertThat(ImageHeader.read("x", exif)).isEqualTo(new ImageHeader(Format.JPEG, 21, 37));
    byte[] cut = Arrays.copyOf(exif, exif.length - 100);
    assertThatThrownBy(() -> ImageHeader.read("x", cut)).hasMessageContaining("cut short after");
  }

  @Test
  void refusesAJpegOfTablesAlone() {
    byte[] empty = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9};
    assertThatThrownBy(() -> ImageHeader.read("x", empty))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("received one without a picture");
  }

  @Test
  void acceptsBytesAfterTheEnd() {
    byte[] longer = Arrays.copyOf(JPEG, JPEG.length + 7);
    assertThat(ImageHeader.read("x", longer).width()).isEqualTo(37);
  }

  @Test
  void seesADamagedPng() {
    byte[] damaged = PNG.clone();
    damaged[PNG.length / 2] ^= 1;
    assertThatThrownBy(() -> ImageHeader.read("x", damaged)).hasMessageContaining("checksum");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "<html>404</html>", "P7\n37 21", "P"})
  void refusesOtherFormats(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> ImageHeader.read("a.jpg", bytes))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a.jpg: expected a JPEG, PNG, GIF, BMP, WebP, TIFF or PNM image")
        .hasMessageContaining(bytes.length + " bytes");
  }

  @Test
  void refusesAnEmptyFile() {
    assertThatThrownBy(() -> ImageHeader.read("a.jpg", new byte[0]))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a.jpg")
        .hasMessageContaining("empty file");
  }
}
