package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.io.ArchiveFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {
  @TempDir Path folder;

  private Dataset open(Path path) {
    return Datasets.open(path.toString(), folder, true, new Notes());
  }

  private Dataset open(Map<String, byte[]> files) throws IOException {
    return open(ArchiveFiles.FOLDER.write(Files.createTempDirectory(folder, "x"), files));
  }

  private AbstractThrowableAssert<?, ?> assertRefused(Map<String, byte[]> files)
      throws IOException {
    Path path = ArchiveFiles.FOLDER.write(Files.createTempDirectory(folder, "x"), files);
    return assertThatThrownBy(() -> open(path))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path.toString());
  }

  private static void assertHolds(Split split, int... labels) {
    assertThat(IntStream.range(0, split.size()).map(split::label).toArray()).isEqualTo(labels);
    PixelSplit pixels = (PixelSplit) split;
    assertThat(List.of(pixels.channels(), pixels.height(), pixels.width()))
        .containsExactly(1, 2, 3);
    byte[] image = new byte[6];
    for (int i = 0; i < labels.length; i++) {
      pixels.copy(i, image, 0);
      for (int p = 0; p < image.length; p++) {
        assertThat(image[p]).isEqualTo(IdxFiles.value(labels[i], p));
      }
    }
  }

  private static void assertIsTheSmallSet(Dataset dataset) {
    assertThat(dataset.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertHolds(dataset.train(), 4, 0, 9);
    assertHolds(dataset.test(), 1, 1);
    assertThat(dataset.normalisation()).isEqualTo(Normalisation.of((PixelSplit) dataset.train()));
    assertThat(dataset.source()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void readsTheFourFilesAtAnyDepth(ArchiveFiles form) throws IOException {
    assertIsTheSmallSet(open(form.write(folder, IdxFiles.small("내 데이터/MNIST/raw/", ".gz"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-idx", ".idx", "-IDX"})
  void readsTheNamesThatAreAround(String separator) throws IOException {
    for (String end : new String[] {"", ".gz"}) {
      Map<String, byte[]> files = new LinkedHashMap<>();
      IdxFiles.small("", end)
          .forEach((name, bytes) -> files.put(name.replace("-idx", separator), bytes));
      assertIsTheSmallSet(open(files));
    }
  }

  @Test
  void aFileThatIsThereTwiceIsTakenUnpacked() throws IOException {
    Map<String, byte[]> files = IdxFiles.small("raw/", "");
    files.put("raw/train-images-idx3-ubyte.gz", new byte[] {1, 2, 3});
    assertIsTheSmallSet(open(files));
  }

  @Test
  void partsInFoldersOfTheirOwnDoNotCountBesideAWholeSet() throws IOException {
    Map<String, byte[]> files = IdxFiles.small("", "");
    files.put("train-images-idx3-ubyte.x/train-images-idx3-ubyte", new byte[] {1});
    assertIsTheSmallSet(open(files));
  }

  @ParameterizedTest
  @ValueSource(strings = {"FashionMNIST/raw/", "fashion-mnist/", "Fashion_MNIST/"})
  void isFashionMnistByTheNameOfAFolder(String name) throws IOException {
    assertThat(open(IdxFiles.small(name, ".gz")).classes())
        .containsExactly(
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot");
  }

  @Test
  void namesTheFilesThatAreMissing() throws IOException {
    Map<String, byte[]> files = IdxFiles.small("raw/", ".gz");
    files.remove("raw/train-labels-idx1-ubyte.gz");
    files.remove("raw/t10k-images-idx3-ubyte.gz");
    assertRefused(files)
        .hasMessageEndingWith(
            ": has idx files of MNIST's form but no raw/train-labels-idx1-ubyte,"
                + " t10k-images-idx3-ubyte; fetch the set again");
  }

  @Test
  void doesNotChooseBetweenTwoSets() throws IOException {
    Map<String, byte[]> files = IdxFiles.small("a/", "");
    files.putAll(IdxFiles.small("b/", ".gz"));
    assertRefused(files).hasMessageEndingWith("received one in each of [a/, b/]; pick one");
  }

  private void assertRefused(String file, byte[] content, String message) throws IOException {
    for (boolean packed : new boolean[] {false, true}) {
      Map<String, byte[]> files = IdxFiles.small("", packed ? ".gz" : "");
      String name = file + (packed ? ".gz" : "");
      assertThat(files).containsKey(name);
      files.put(name, packed ? IdxFiles.gzip(content) : content);
      assertRefused(files).hasMessageContaining(name + ": ").hasMessageContaining(message);
    }
  }

  @Test
  void namesAFileThatIsNotWhatItsHeaderSays() throws IOException {
    String images = "train-images-idx3-ubyte";
    String labels = "t10k-labels-idx1-ubyte";
    byte[] good = IdxFiles.images(4, 0, 9);
    assertRefused(
        images, IdxFiles.labels(4, 0, 9), "begins with the bytes 00000803, received 00000801");
    assertRefused(
        labels, IdxFiles.images(1, 1), "begins with the bytes 00000801, received 00000803");
    assertRefused(images, new byte[0], "received an empty file");
    assertRefused(images, Arrays.copyOf(good, 10), "received 00000803");
    assertRefused(
        images,
        Arrays.copyOf(good, 33),
        "expected the 18 bytes that its header states, received 17");
    assertRefused(
        images,
        Arrays.copyOf(good, 35),
        "expected the 18 bytes that its header states, received more");
    assertRefused(images, header(-1, 2, 3), "a count and sizes of 1 to 16384, received [-1, 2, 3]");
    assertRefused(images, header(3, 0, 3), "received [3, 0, 3]");
    assertRefused(images, header(3, 2, 1 << 20), "received [3, 2, 1048576]");
    assertRefused(images, header(Integer.MAX_VALUE, 28, 28), "received at most ");
    Map<String, byte[]> files = IdxFiles.small("", "");
    files.put(images, IdxFiles.images(4, 0));
    assertRefused(files)
        .hasMessageContaining("train-labels-idx1-ubyte: expected a label for each of the 2 images")
        .hasMessageContaining("received 3");
    assertRefused(labels, IdxFiles.labels(1, 10), "record 1: expected a label 0..9, received 10");
    ByteBuffer wide = ByteBuffer.allocate(16 + 12).putInt(0x0803).putInt(2).putInt(3).putInt(2);
    assertRefused(
        "t10k-images-idx3-ubyte",
        wide.array(),
        "expected images of 3×2 as for training, received 2×3");
  }

  private static byte[] header(int count, int height, int width) {
    ByteBuffer file = ByteBuffer.allocate(16 + 18);
    return file.putInt(0x0803).putInt(count).putInt(height).putInt(width).array();
  }

  @Test
  void namesACompressedFileThatIsCutShort() throws IOException {
    Map<String, byte[]> files = IdxFiles.small("", ".gz");
    byte[] whole = files.get("train-images-idx3-ubyte.gz");
    files.put("train-images-idx3-ubyte.gz", Arrays.copyOf(whole, whole.length - 9));
    assertRefused(files).hasMessageContaining("train-images-idx3-ubyte.gz: damaged or cut short");
  }

  /** Whatever one byte of it becomes, a header is either believed rightly or refused. */
  @Property(tries = 300)
  void noHeaderIsTrustedBeyondTheBytes(@ForAll @IntRange(max = 15) int at, @ForAll byte value)
      throws IOException {
    byte[] images = IdxFiles.images(4, 0, 9);
    images[at] = value;
    Map<String, byte[]> files = new HashMap<>(IdxFiles.small("", ""));
    files.put("train-images-idx3-ubyte", images);
    Path path = Files.createTempDirectory("idx");
    try {
      Path set = ArchiveFiles.FOLDER.write(path, files);
      boolean same = Arrays.equals(images, IdxFiles.images(4, 0, 9));
      if (same) {
        assertHolds(open(set).train(), 4, 0, 9);
      } else {
        assertThatThrownBy(() -> Datasets.open(set.toString(), path, true, new Notes()))
            .isInstanceOf(InputException.class)
            .hasMessageContaining("ubyte: expected");
      }
    } finally {
      try (var all = Files.walk(path)) {
        for (Path file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
