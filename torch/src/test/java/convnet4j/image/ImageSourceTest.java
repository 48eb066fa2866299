package convnet4j.image;

import static convnet4j.image.Encoded.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.PixelSplit;
import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ImageSourceTest {
  private static final FeatureMap SIZE = new FeatureMap(3, 8, 8);
  private static final byte[] GOOD = Encoded.encode(Encoded.gradient(16, 16), "png");
  private static final byte[] CUT = Arrays.copyOf(GOOD, 60);

  private final AtomicInteger reads = new AtomicInteger();

  private static byte[] read(ImageSource source, int index) {
    byte[] pixels = new byte[(int) source.shape().elements()];
    assertThat(source.read(index, pixels)).isTrue();
    return pixels;
  }

  @Test
  void decodesEachFileOnceWhereAllFit() {
    ImageSource source =
        ImageSource.of(Encoded.split(List.of(GOOD, GOOD), reads::incrementAndGet), SIZE, false);
    byte[] first = read(source, 0);
    assertThat(read(source, 0)).isEqualTo(first).isEqualTo(Sized.decode("x", GOOD, SIZE));
    assertThat(reads).hasValue(1);
    read(source, 1);
    assertThat(reads).hasValue(2);
  }

  @Test
  void decodesAgainWhereTheyDoNotFit() {
    int oneByteShort = 2 * 3 * 8 * 8 - 1;
    ImageSource source =
        ImageSource.of(
            Encoded.split(List.of(GOOD, GOOD), reads::incrementAndGet), SIZE, false, oneByteShort);
    assertThat(read(source, 0)).isEqualTo(read(source, 0));
    assertThat(reads).hasValue(2);
  }

  @Test
  void whatIsDoneToTheCopyDoesNotReachTheCache() {
    ImageSource source =
        ImageSource.of(Encoded.split(List.of(GOOD), reads::incrementAndGet), SIZE, false);
    byte[] first = read(source, 0);
    byte[] kept = first.clone();
    Arrays.fill(first, (byte) 1);
    assertThat(read(source, 0)).isEqualTo(kept);
  }

  @Test
  void refusesABadImageByNameEveryTimeAndNamesTheFlag() {
    ImageSource source =
        ImageSource.of(Encoded.split(List.of(GOOD, CUT), reads::incrementAndGet), SIZE, false);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> source.read(1, new byte[3 * 8 * 8]))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "class/1: expected a whole PNG, received one cut short after 60 bytes; replace it, "
                  + "or pass --bad-images skip");
    }
  }

  @Test
  void skipsABadImageAndLeavesTheTargetAlone() {
    ImageSource source =
        ImageSource.of(Encoded.split(List.of(CUT), reads::incrementAndGet), SIZE, true);
    byte[] target = new byte[3 * 8 * 8];
    Arrays.fill(target, (byte) 5);
    assertThat(source.read(0, target)).isFalse();
    assertThat(source.read(0, target)).isFalse();
    assertThat(target).containsOnly(5);
    assertThat(reads).as("it is remembered as bad").hasValue(1);
  }

  @Test
  void givesPixelsOfTheRightSizeAsTheyAre() {
    PixelSplit split = new PixelSplit(1, 1, 2, bytes(1, 2, 3, 4), new int[] {0, 1});
    ImageSource source = ImageSource.of(split, new FeatureMap(1, 1, 2), false);
    assertThat(read(source, 1)).isEqualTo(bytes(3, 4));
    assertThat(source.label(1)).isEqualTo(1);
  }

  @Test
  void resizesPixelsAndConvertsChannels() {
    PixelSplit grey = new PixelSplit(1, 2, 2, bytes(0, 10, 20, 30), new int[] {0});
    assertThat(read(ImageSource.of(grey, new FeatureMap(3, 1, 1), false), 0))
        .isEqualTo(bytes(15, 15, 15));
    assertThat(read(ImageSource.of(grey, new FeatureMap(1, 64, 64), false), 0)).hasSize(64 * 64);
    PixelSplit colour = new PixelSplit(3, 1, 1, bytes(255, 0, 0), new int[] {0});
    assertThat(read(ImageSource.of(colour, new FeatureMap(1, 1, 1), false), 0))
        .isEqualTo(bytes(76));
  }

  @Test
  void refusesChannelsItCannotConvert() {
    PixelSplit colour = new PixelSplit(3, 1, 1, bytes(255, 0, 0), new int[] {0});
    assertThatThrownBy(() -> ImageSource.of(colour, new FeatureMap(4, 1, 1), false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("4×1×1")
        .hasMessageContaining("received data with 3");
    PixelSplit four = new PixelSplit(4, 1, 1, bytes(1, 2, 3, 4), new int[] {0});
    assertThat(read(ImageSource.of(four, new FeatureMap(4, 1, 1), false), 0))
        .isEqualTo(bytes(1, 2, 3, 4));
  }
}
