package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.io.ArchiveFiles;
import convnet4j.io.Pickle;
import convnet4j.io.ProgressListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CifarTest {
  private static final List<String> OFFICIAL =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  @TempDir Path folder;

  private Dataset open(Path path) {
    return Datasets.open(path.toString(), folder, true, ProgressListener.NONE);
  }

  private Dataset open(Map<String, byte[]> files) throws IOException {
    return open(ArchiveFiles.FOLDER.write(folder, files));
  }

  private AbstractThrowableAssert<?, ?> assertRefused(Map<String, byte[]> files)
      throws IOException {
    Path path = ArchiveFiles.FOLDER.write(Files.createTempDirectory(folder, "x"), files);
    return assertThatThrownBy(() -> open(path))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path.toString());
  }

  private static void assertHolds(Split split, int... labels) {
    assertThat(IntStream.range(0, split.size()).map(split::label)).containsExactly(boxed(labels));
    PixelSplit pixels = (PixelSplit) split;
    assertThat(List.of(pixels.channels(), pixels.height(), pixels.width()))
        .containsExactly(3, 32, 32);
    byte[] expected = new byte[CifarFiles.IMAGE];
    byte[] image = new byte[CifarFiles.IMAGE];
    for (int i = 0; i < labels.length; i++) {
      for (int p = 0; p < CifarFiles.PLANE; p++) {
        for (int c = 0; c < 3; c++) {
          expected[3 * p + c] = CifarFiles.value(labels[i], c, p);
        }
      }
      pixels.copy(i, image, 0);
      assertThat(image).isEqualTo(expected);
    }
  }

  private static Integer[] boxed(int[] values) {
    return Arrays.stream(values).boxed().toArray(Integer[]::new);
  }

  private static void assertIsTheSmallSet(Dataset dataset) {
    assertThat(dataset.classes()).isEqualTo(OFFICIAL);
    assertHolds(dataset.train(), 0, 1, 2, 3);
    assertHolds(dataset.test(), 9, 8);
    assertThat(dataset.normalisation()).isEqualTo(Normalisation.CIFAR10);
    assertThat(dataset.source()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void readsBinaryBatchesAtAnyDepth(ArchiveFiles form) throws IOException {
    assertIsTheSmallSet(open(form.write(folder, CifarFiles.binary("내 데이터/cifar 10/bin/"))));
  }

  @ParameterizedTest
  @EnumSource
  void readsPythonBatchesAtAnyDepth(ArchiveFiles form) throws IOException {
    assertIsTheSmallSet(open(form.write(folder, CifarFiles.python("cifar-10-batches-py/"))));
  }

  @ParameterizedTest
  @EnumSource
  void readsTheFineLabelsOfCifar100AtAnyDepth(ArchiveFiles form) throws IOException {
    Path a = Files.createDirectories(folder.resolve("a"));
    Path b = Files.createDirectories(folder.resolve("b"));
    for (Path path :
        List.of(
            form.write(a, CifarFiles.binary100("내 데이터/cifar-100-binary/")),
            form.write(b, CifarFiles.python100("cifar-100-python/")))) {
      Dataset dataset = open(path);
      assertThat(dataset.classes()).containsExactly(CifarFiles.fineNames());
      assertHolds(dataset.train(), 0, 42, 99);
      assertHolds(dataset.test(), 7, 8);
      assertThat(dataset.normalisation()).isEqualTo(Normalisation.of((PixelSplit) dataset.train()));
    }
  }

  @Test
  void namesWhatIsMissingOfCifar100() throws IOException {
    for (String file : List.of("test.bin", "fine_label_names.txt")) {
      Map<String, byte[]> files = CifarFiles.binary100("");
      files.remove(file);
      Path path = ArchiveFiles.FOLDER.write(Files.createTempDirectory(folder, "x"), files);
      assertThatThrownBy(() -> open(path)).hasMessageContaining("has CIFAR batches but no " + file);
    }
    Map<String, byte[]> files = CifarFiles.python100("");
    files.remove("test");
    assertRefused(files).hasMessageContaining("has CIFAR batches but no test;");
    files = CifarFiles.binary100("");
    files.put("train.bin", Arrays.copyOf(CifarFiles.binaryBatch100(1, 2), 3 * 3073));
    assertRefused(files)
        .hasMessageContaining("train.bin: expected a whole number of records of 3074 bytes");
    files = CifarFiles.binary100("");
    files.put("test.bin", CifarFiles.binaryBatch100(1, 100));
    assertRefused(files)
        .hasMessageContaining("test.bin: record 1: expected a label 0..99, received 100");
  }

  @Test
  void aFileCalledTrainAloneIsNoCifar100() throws IOException {
    Map<String, byte[]> files = CifarFiles.binary("");
    files.put("train", new byte[] {1});
    files.put("train.bin", new byte[] {1});
    assertIsTheSmallSet(open(files));
  }

  /**
   * Written by numpy 2.4 with {@code pickle.dump(…, protocol=4)}: data {@code (arange(n*3072) * 7 +
   * start) % 256}, labels from start on; start is 3 for training, 9 for testing.
   */
  @Test
  void readsWhatNumpyWrites() throws Exception {
    Path files =
        Path.of(
            Objects.requireNonNull(getClass().getResource("numpy2-protocol4/test_batch")).toURI());
    Dataset dataset = open(files.getParent());
    assertThat(dataset.classes()).hasSize(10).startsWith("k0", "k1");
    assertThat(IntStream.range(0, 2).map(dataset.train()::label)).containsExactly(3, 4);
    assertThat(dataset.test().label(0)).isEqualTo(9);
    byte[] image = new byte[CifarFiles.IMAGE];
    ((PixelSplit) dataset.train()).copy(1, image, 0);
    for (int p = 0; p < CifarFiles.PLANE; p++) {
      for (int c = 0; c < 3; c++) {
        int place = CifarFiles.IMAGE + c * CifarFiles.PLANE + p;
        assertThat(image[3 * p + c]).isEqualTo((byte) (place * 7 + 3));
      }
    }
  }

  @Test
  void takesClassNamesFromTheMetaFile() throws IOException {
    String[] names = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "튤립"};
    Map<String, byte[]> binary = CifarFiles.binary("");
    binary.put("batches.meta.txt", CifarFiles.names(names));
    Dataset own = open(binary);
    assertThat(own.classes()).containsExactly(names);
    assertThat(own.normalisation())
        .as("another set has other figures")
        .isEqualTo(Normalisation.of((PixelSplit) own.train()));
    Map<String, byte[]> python = CifarFiles.python("");
    String[] ascii = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    python.put("batches.meta", CifarFiles.pythonMeta(ascii));
    Path path = ArchiveFiles.TAR.write(folder, python);
    assertThat(open(path).classes()).containsExactly(ascii);
  }

  @Test
  void namesATruncatedBatchAndItsBytes() throws IOException {
    Map<String, byte[]> files = CifarFiles.binary("");
    files.put("data_batch_1.bin", Arrays.copyOf(CifarFiles.binaryBatch(0, 1), 5000));
    assertRefused(files)
        .hasMessageContaining(
            "data_batch_1.bin: expected a whole number of records of 3073 bytes, received 5000"
                + " bytes (1 records and 1927 bytes)");
    files.put("data_batch_1.bin", new byte[0]);
    assertRefused(files).hasMessageContaining("received 0 bytes");
  }

  @Test
  void namesALabelThatIsNoClass() throws IOException {
    Map<String, byte[]> files = CifarFiles.binary("");
    files.put("test_batch.bin", CifarFiles.binaryBatch(1, 200));
    assertRefused(files)
        .hasMessageContaining("test_batch.bin: record 1: expected a label 0..9, received 200");
    files = CifarFiles.binary("");
    files.put("batches.meta.txt", CifarFiles.names("a", "b", "c"));
    assertRefused(files)
        .hasMessageContaining("data_batch_2.bin: record 0: expected a label 0..2, received 3");
  }

  @Test
  void namesALabelOfAPickleThatIsNoClass() throws IOException {
    Map<String, byte[]> files = CifarFiles.python("");
    files.put("test_batch", CifarFiles.pythonBatch(9, -1));
    assertRefused(files).hasMessageContaining("expected a label 0..9, received -1");
  }

  @Test
  void namesTheBatchThatIsMissing() throws IOException {
    Map<String, byte[]> files = CifarFiles.binary("");
    files.remove("test_batch.bin");
    Path path = ArchiveFiles.TAR.write(folder, files);
    assertThatThrownBy(() -> open(path)).hasMessageContaining("no test_batch.bin");
    files = CifarFiles.python("");
    files.remove("data_batch_1");
    Path gap = ArchiveFiles.ZIP.write(folder, files);
    assertThatThrownBy(() -> open(gap)).hasMessageContaining("no data_batch_1;");
  }

  @Test
  void doesNotChooseBetweenTwoSets() throws IOException {
    Map<String, byte[]> files = CifarFiles.binary("one/");
    files.putAll(CifarFiles.python("two/"));
    assertRefused(files)
        .hasMessageContaining("expected one set of CIFAR batches, received [one/*.bin, two/*]");
  }

  @Test
  void namesBadClassNames() throws IOException {
    Map<String, byte[]> files = CifarFiles.binary("");
    files.put("batches.meta.txt", CifarFiles.names("a", "a"));
    assertRefused(files).hasMessageContaining("batches.meta.txt: expected two or more class names");
    files = CifarFiles.python("");
    files.put("batches.meta", Pickle.protocol2().op('}').stop());
    Path path = ArchiveFiles.TAR.write(folder, files);
    assertThatThrownBy(() -> open(path))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("batches.meta: expected two or more class names");
  }

  @Test
  void aBatchThatWouldRunACommandRunsNothing() throws IOException {
    Path proof = folder.resolve("proof");
    Map<String, byte[]> files = CifarFiles.python("");
    files.put(
        "data_batch_1",
        Pickle.protocol2().global("os", "system").str("touch " + proof).raw(0x85).op('R').stop());
    assertRefused(files).hasMessageContaining("data_batch_1: this pickle wants to use 'os.system'");
    assertThat(Files.exists(proof)).isFalse();
  }

  @Test
  void namesAPickleOfAnotherContent() throws IOException {
    byte[] row = new byte[CifarFiles.IMAGE];
    for (byte[] wrong :
        List.of(
            Pickle.protocol2().op('}').stop(),
            Pickle.protocol2().op(']').stop(),
            CifarFiles.pythonBatch(row, 2, 0),
            CifarFiles.pythonBatch(row, 1, 0, 1),
            CifarFiles.pythonBatch(row, 2, 0, 1),
            CifarFiles.pythonBatch(new byte[0], 0),
            Arrays.copyOf(CifarFiles.pythonBatch(0), 2000),
            "version https://git-lfs".getBytes(StandardCharsets.UTF_8))) {
      Map<String, byte[]> files = CifarFiles.python("");
      files.put("test_batch", wrong);
      assertRefused(files).hasMessageContaining("test_batch: ");
    }
  }
}
