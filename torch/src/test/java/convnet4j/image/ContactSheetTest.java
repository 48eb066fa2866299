package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Augment;
import convnet4j.data.Draws;
import convnet4j.data.PixelSplit;
import convnet4j.data.Transform;
import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContactSheetTest {
  /** Enlarged seven times: tiles of 112 pixels. */
  private static final int SIDE = 16;

  private static final int ZOOM = 7;
  private static final int TILE = SIDE * ZOOM;

  private static ImageSource source(int channels, int side) {
    byte[] pixels = new byte[5 * channels * side * side];
    new Random(2).nextBytes(pixels);
    PixelSplit split = new PixelSplit(channels, side, side, pixels, new int[5]);
    return ImageSource.of(split, new FeatureMap(channels, side, side), false);
  }

  private static BufferedImage sheet(
      ImageSource source, String text, List<ContactSheet.Row> rows, int epochs) throws IOException {
    List<Transform> transforms = Augment.parse(text).transforms();
    try (ContactSheet sheet = new ContactSheet(source, transforms, 6)) {
      return ImageIO.read(new ByteArrayInputStream(sheet.png(rows, epochs)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void tilesAreTheImageAndThenWhatTheEpochsDraw(int channels) throws IOException {
    ImageSource source = source(channels, SIDE);
    String text = "rrc:0.3,altflip,blur:3,rotate:30";
    List<ContactSheet.Row> rows =
        List.of(new ContactSheet.Row(3, "첫째"), new ContactSheet.Row(1, "second"));
    BufferedImage sheet = sheet(source, text, rows, 3);
    assertThat(sheet.getWidth()).isEqualTo(4 + 4 * (TILE + 4));
    assertThat(sheet.getHeight()).isEqualTo(20 + 2 * (16 + TILE + 4));
    for (int row = 0; row < rows.size(); row++) {
      int index = rows.get(row).index();
      for (int column = 0; column < 4; column++) {
        try (Canvas canvas = new Canvas(source.frame())) {
          if (column == 0) {
            source.read(index, canvas.pixels());
          } else {
            Draws draws = Draws.of(6, column - 1, index, 0);
            Looks.draw(source, index, Augment.parse(text).transforms(), draws, canvas);
          }
          assertTile(sheet, 20 + row * (TILE + 20) + 16, 4 + column * (TILE + 4), canvas, channels);
        }
      }
    }
  }

  private static void assertTile(
      BufferedImage sheet, int top, int left, Canvas canvas, int channels) {
    for (int y = 0; y < TILE; y++) {
      for (int x = 0; x < TILE; x++) {
        int at = (y / ZOOM * SIDE + x / ZOOM) * channels;
        byte[] p = canvas.pixels();
        int expected =
            channels == 1
                ? Encoded.rgb(p[at] & 0xFF, p[at] & 0xFF, p[at] & 0xFF)
                : Encoded.rgb(p[at] & 0xFF, p[at + 1] & 0xFF, p[at + 2] & 0xFF);
        assertThat(sheet.getRGB(left + x, top + y) & 0xFFFFFF).isEqualTo(expected);
      }
    }
  }

  @Test
  void titlesAreWrittenAboveTheTilesAndNotOverThem() throws IOException {
    ImageSource source = source(3, SIDE);
    String name = "a class whose name is longer than all of the sheet is wide, and more so";
    BufferedImage sheet = sheet(source, "none", List.of(new ContactSheet.Row(0, name)), 1);
    int dark = 0;
    for (int y = 20; y < 36; y++) {
      for (int x = 0; x < sheet.getWidth(); x++) {
        dark += (sheet.getRGB(x, y) & 0xFF) < 128 ? 1 : 0;
      }
    }
    assertThat(dark).isGreaterThan(50);
    try (Canvas canvas = new Canvas(source.frame())) {
      source.read(0, canvas.pixels());
      assertTile(sheet, 36, 4, canvas, 3);
      assertTile(sheet, 36, 4 + TILE + 4, canvas, 3);
    }
  }

  @Test
  void largeImagesAreNotEnlarged() throws IOException {
    BufferedImage sheet = sheet(source(3, 150), "flip", List.of(new ContactSheet.Row(0, "a")), 1);
    assertThat(sheet.getWidth()).isEqualTo(4 + 2 * 154);
  }

  @Test
  void aSheetTooLargeForMemoryIsRefused() {
    List<ContactSheet.Row> rows = Collections.nCopies(1000, new ContactSheet.Row(0, "a"));
    assertThatThrownBy(() -> sheet(source(3, SIDE), "flip", rows, 1000))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected at most 67 million pixels, received 116120×132020")
        .hasMessageContaining("fewer images or draws");
  }
}
