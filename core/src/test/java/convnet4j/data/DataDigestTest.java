package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DataDigestTest {
  private static Dataset data(String name, List<String> classes, int pixel, int label) {
    byte[] pixels = {0, 1, 2, (byte) pixel};
    Split train = new PixelSplit(1, 2, 1, pixels, new int[] {0, label});
    Split test = new PixelSplit(1, 2, 1, new byte[] {7, 8}, new int[] {1});
    return new Dataset(name, classes, train, test, new Normalisation(List.of(0.0), List.of(1.0)));
  }

  private static final List<String> CLASSES = List.of("a", "b");

  @Test
  void itsNameDoesNotCountAndItsImagesAndLabelsAndClassesDo() {
    String digest = DataDigest.of(data("one", CLASSES, 3, 1));
    assertThat(digest).matches("[0-9a-f]{64}");
    assertThat(DataDigest.of(data("other", CLASSES, 3, 1))).isEqualTo(digest);
    assertThat(DataDigest.of(data("one", CLASSES, 4, 1))).isNotEqualTo(digest);
    assertThat(DataDigest.of(data("one", CLASSES, 3, 0))).isNotEqualTo(digest);
    assertThat(DataDigest.of(data("one", List.of("a", "c"), 3, 1))).isNotEqualTo(digest);
  }

  @Test
  void someImagesOfASetAreAnotherSet() {
    Dataset data = data("one", CLASSES, 3, 1);
    Split one = data.train().select(new int[] {0});
    Dataset less = new Dataset("one", CLASSES, one, data.test(), data.normalisation());
    assertThat(DataDigest.of(less)).isNotEqualTo(DataDigest.of(data));
  }
}
