package convnet4j.image;

import static convnet4j.image.Encoded.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Box;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.torch.Natives;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaAverageTest {
  @BeforeAll
  static void load() {
    Natives.load();
  }

  private static byte[] average(byte[] pixels, FeatureMap shape, Box box, int height, int width) {
    try (PointerScope scope = new PointerScope()) {
      return AreaAverage.of(Resizer.mat(pixels, shape), box, height, width);
    }
  }

  /** Each of two new pixels covers one and a half: (0 + 90/2) / 1.5 and (90/2 + 30) / 1.5. */
  @Test
  void weighsPixelsByWhatIsCovered() {
    FeatureMap line = new FeatureMap(1, 1, 3);
    assertThat(average(bytes(0, 90, 30), line, new Box(0, 0, 1, 3), 1, 2)).isEqualTo(bytes(30, 50));
    FeatureMap column = new FeatureMap(1, 3, 1);
    assertThat(average(bytes(0, 90, 30), column, new Box(0, 0, 3, 1), 2, 1))
        .isEqualTo(bytes(30, 50));
  }

  @ParameterizedTest
  @CsvSource({
    "3, 0, 0, 60, 80, 32, 32",
    "3, 7, 11, 41, 53, 40, 33",
    "1, 3, 5, 50, 33, 7, 33",
    "3, 0, 0, 60, 80, 1, 1",
    "1, 59, 0, 1, 80, 1, 79",
    "3, 10, 10, 32, 32, 32, 32",
    "3, 0, 0, 60, 80, 59, 79",
  })
  void agreesWithOpenCv(
      int channels, int top, int left, int high, int wide, int height, int width) {
    FeatureMap shape = new FeatureMap(channels, 60, 80);
    byte[] pixels = new byte[(int) shape.elements()];
    new Random(3).nextBytes(pixels);
    Box box = new Box(top, left, high, wide);
    byte[] expected = new byte[height * width * channels];
    try (PointerScope scope = new PointerScope()) {
      Mat part = new Mat(Resizer.mat(pixels, shape), new Rect(left, top, wide, high));
      Mat shrunk = new Mat();
      opencv_imgproc.resize(part, shrunk, new Size(width, height), 0, 0, opencv_imgproc.INTER_AREA);
      shrunk.data().capacity(expected.length).asByteBuffer().get(expected);
    }
    byte[] averaged = average(pixels, shape, box, height, width);
    assertThat(Encoded.distance(averaged, expected)).isLessThanOrEqualTo(1);
  }

  @Test
  void whiteStaysWhiteAtAnySize() {
    FeatureMap shape = new FeatureMap(3, 97, 101);
    byte[] white = new byte[(int) shape.elements()];
    Arrays.fill(white, (byte) 255);
    for (int side = 1; side <= 97; side++) {
      assertThat(average(white, shape, new Box(0, 0, 97, 101), side, side)).containsOnly(255);
    }
  }
}
