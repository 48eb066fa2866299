package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.io.ArchiveFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Sinks;
import us.hebi.matlab.mat.types.Struct;

/** Classes: n01 fish, n02 and n03 both cranes. Validation images 1..4: n03 n01 n02 n01. */
class ImageNetTest {
  private static final String FISH = "n01440764";
  private static final String BIRD = "n02012849";
  private static final String MACHINE = "n03126707";

  private static final String SOLUTION =
      "ImageId,PredictionString\r\n"
          + "v_4,n01440764 1 2 3 4 n01440764 5 6 7 8 \r\n"
          + "v_1,n03126707 85 1 499 272 \r\nv_2,n01440764 1 1 2 2\r\nv_3,n02012849\r\n";
  private static final String WORDS =
      "n01440764 tench, Tinca tinca\nn02012849 crane\nn03126707\tcrane\nn09999999 unused\n";

  @TempDir Path folder;
  private final Notes notes = new Notes();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Every image holds its own path. */
  private static void image(Map<String, byte[]> files, String path) {
    files.put(path, bytes(path.substring(path.lastIndexOf('/') + 1)));
  }

  private static Map<String, byte[]> flat(String root) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String synset : List.of(MACHINE, FISH, BIRD)) {
      image(files, root + "train/" + synset + "/" + synset + "_1.JPEG");
      image(files, root + "train/" + synset + "/" + synset + "_2.JPEG");
    }
    for (int i = 1; i <= 4; i++) {
      image(files, root + "val/v_" + i + ".JPEG");
    }
    return files;
  }

  private Dataset open(Map<String, byte[]> files) throws IOException {
    return open(ArchiveFiles.FOLDER.write(Files.createTempDirectory(folder, "x"), files));
  }

  private Dataset open(Path path) {
    return Datasets.open(path.toString(), folder, true, notes);
  }

  private AbstractThrowableAssert<?, ?> assertRefused(Map<String, byte[]> files)
      throws IOException {
    Path path = ArchiveFiles.FOLDER.write(Files.createTempDirectory(folder, "x"), files);
    return assertThatThrownBy(() -> open(path))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path.toString());
  }

  private static List<String> images(Split split) {
    return ((FileSplit) split)
        .files().stream()
            .map(f -> f.label() + "=" + new String(f.entry().read(), StandardCharsets.UTF_8))
            .toList();
  }

  private static void assertIsWhole(Dataset dataset) {
    assertThat(images(dataset.train()))
        .containsExactly(
            "0=n01440764_1.JPEG",
            "0=n01440764_2.JPEG",
            "1=n02012849_1.JPEG",
            "1=n02012849_2.JPEG",
            "2=n03126707_1.JPEG",
            "2=n03126707_2.JPEG");
    assertThat(images(dataset.test()))
        .containsExactly("0=v_2.JPEG", "0=v_4.JPEG", "1=v_3.JPEG", "2=v_1.JPEG");
    assertThat(dataset.normalisation()).isEqualTo(Normalisation.IMAGENET);
  }

  /** As https://www.kaggle.com/c/imagenet-object-localization-challenge/data lays it out. */
  @ParameterizedTest
  @EnumSource
  void readsWhatKaggleHandsOut(ArchiveFiles form) throws IOException {
    Map<String, byte[]> files = flat("ILSVRC/Data/CLS-LOC/");
    image(files, "ILSVRC/Data/CLS-LOC/test/t_1.JPEG");
    files.put("ILSVRC/Annotations/CLS-LOC/train/" + FISH + "/n01440764_1.xml", bytes("<a/>"));
    files.put("ILSVRC/ImageSets/CLS-LOC/val.txt", bytes("v_1 1\nv_2 2\nv_3 3\nv_4 4\n"));
    files.put("LOC_val_solution.csv", bytes(SOLUTION));
    files.put("LOC_synset_mapping.txt", bytes(WORDS));
    try (Dataset dataset = open(form.write(folder, files))) {
      assertIsWhole(dataset);
      assertThat(dataset.classes())
          .containsExactly("tench", "crane (n02012849)", "crane (n03126707)");
    }
  }

  @Test
  void readsAListOfPlacesInSortedOrderBesideOrWithinTheFolder() throws IOException {
    for (String path : List.of("imagenet/val.txt", "imagenet/val/val.txt")) {
      Map<String, byte[]> files = flat("imagenet/");
      files.put(path, bytes("v_1.JPEG 2\nval/v_2.JPEG 0\n\nv_3\t1\nv_4.JPEG  0\n"));
      Dataset dataset = open(files);
      assertIsWhole(dataset);
      assertThat(dataset.classes()).containsExactly(FISH, BIRD, MACHINE);
    }
  }

  /** Structure array and fields as in the kit's own readme: ILSVRC2012_ID, WNID, words, …. */
  private static byte[] meta(Map<Integer, String> synsets) throws IOException {
    Struct struct = Mat5.newStruct(synsets.size(), 1);
    int row = 0;
    for (Map.Entry<Integer, String> synset : synsets.entrySet()) {
      struct.set("ILSVRC2012_ID", row, Mat5.newScalar(synset.getKey()));
      struct.set("WNID", row, Mat5.newString(synset.getValue()));
      struct.set("words", row, Mat5.newString("words"));
      row++;
    }
    MatFile file = Mat5.newMatFile().addArray("synsets", struct);
    // A sink that can seek: how much the writer needs to depends on what it writes.
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(2 * file.getUncompressedSerializedSize()));
    out.order(ByteOrder.nativeOrder());
    file.writeTo(Sinks.wrap(out));
    return Arrays.copyOf(out.array(), out.position());
  }

  private static Map<String, byte[]> withKit(String ids) throws IOException {
    Map<String, byte[]> files = flat("");
    String kit = "ILSVRC2012_devkit_t12/data/";
    files.put(kit + "ILSVRC2012_validation_ground_truth.txt", bytes(ids));
    files.put(kit + "meta.mat", meta(Map.of(490, MACHINE, 2, BIRD, 1, FISH, 1001, "n00001740")));
    return files;
  }

  @Test
  void readsTheDevelopmentKit() throws IOException {
    assertIsWhole(open(withKit("490\n1\n2\n1\n")));
  }

  @Test
  void namesWhatIsWrongWithTheDevelopmentKit() throws IOException {
    assertRefused(withKit("490\n1\n2\n"))
        .hasMessageContaining("a line for each of the 4 validation images, received 3");
    assertRefused(withKit("490\n1\n3\n1\n"))
        .hasMessageContaining("truth.txt line 3: expected an ILSVRC2012_ID of meta.mat");
    assertRefused(withKit("490\n1\n1001\n1\n"))
        .hasMessageContaining("line 3: expected a synset that has a folder in train/")
        .hasMessageContaining("'n00001740'");
    String meta = "ILSVRC2012_devkit_t12/data/meta.mat";
    Map<String, byte[]> files = withKit("490\n1\n2\n1\n");
    byte[] good = files.get(meta);
    for (byte[] bad :
        List.of(new byte[0], bytes("not one"), Arrays.copyOf(good, good.length / 2))) {
      files.put(meta, bad);
      assertRefused(files).hasMessageContaining("meta.mat: expected the meta.mat of ILSVRC 2012's");
    }
    for (int at = 128; at < 260; at++) {
      byte[] lying = good.clone();
      lying[at] = 0x7F;
      files.put(meta, lying);
      Path path = ArchiveFiles.FOLDER.write(Files.createTempDirectory(folder, "x"), files);
      try {
        open(path).close();
      } catch (InputException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
      }
    }
    files.remove(meta);
    assertRefused(files).hasMessageContaining("expected meta.mat beside ILSVRC2012_validation");
  }

  @Test
  void readsValidationImagesInFoldersWithNames() throws IOException {
    Map<String, byte[]> files = flat("");
    files.keySet().removeIf(path -> path.startsWith("val/"));
    for (String synset : List.of(MACHINE, FISH, BIRD)) {
      image(files, "val/" + synset + "/v.JPEG");
    }
    assertThat(open(files).classes()).containsExactly(FISH, BIRD, MACHINE);
    files.put("synset_words.txt", bytes(WORDS));
    assertThat(open(files).classes())
        .containsExactly("tench", "crane (n02012849)", "crane (n03126707)");
    image(files, "val/loose.JPEG");
    assertRefused(files).hasMessageContaining("either all in class folders or none");
  }

  @Test
  void aSubsetWithoutValidationImagesIsSplitLikeAnyFolder() throws IOException {
    Map<String, byte[]> files = flat("");
    files.keySet().removeIf(path -> path.startsWith("val/"));
    Dataset dataset = open(files);
    assertThat(dataset.train().size() + dataset.test().size()).isEqualTo(6);
  }

  private void assertRefused(String file, String content, String message) throws IOException {
    Map<String, byte[]> files = flat("");
    files.put(file, bytes(content));
    assertRefused(files).hasMessageContaining(file).hasMessageContaining(message);
  }

  @Test
  void namesTheLineOfALabelThatDoesNotFit() throws IOException {
    String csv = "LOC_val_solution.csv";
    assertRefused(
        csv, SOLUTION + "v_5,n01440764\n", "line 6: expected a validation image, received 'v_5'");
    assertRefused(
        csv,
        SOLUTION + "v_1,n01440764\n",
        "line 6: expected every image once, received 'v_1' again after line 3");
    assertRefused(
        csv,
        SOLUTION.replace("n03126707", "n03126708"),
        "line 3: expected a synset that has a folder in train/");
    assertRefused(
        csv,
        SOLUTION.replace("v_3,", "v_3;"),
        "line 5: expected ImageId,PredictionString, received 1 fields");
    assertRefused(csv, SOLUTION.replace("v_3,n02012849\r\n", ""), "expected a label for it in ");
    assertRefused(
        "val.txt",
        "v_1 2\nv_2 3\n",
        "line 2: expected 'file label' with a label 0..2, received 'v_2 3'");
    assertRefused("val.txt", "v_1\n", "line 1: expected 'file label'");
    assertRefused(
        "val.txt",
        "v_1 2\nv_2 0\nv_3 0\nv_4 0\n",
        "images of every class, received none of " + BIRD);
  }

  @Test
  void namesWhatIsMissingOrThereTwice() throws IOException {
    assertRefused(flat(""))
        .hasMessageContaining(
            "expected the labels of the 4 images in val/: LOC_val_solution.csv, or val.txt");
    Map<String, byte[]> files = flat("");
    files.put("a/LOC_val_solution.csv", bytes(SOLUTION));
    files.put("b/LOC_val_solution.csv", bytes(SOLUTION));
    assertRefused(files).hasMessageContaining("expected one LOC_val_solution.csv, received [a/LOC");
    files = flat("one/");
    files.putAll(flat("two/"));
    assertRefused(files).hasMessageContaining("received one in each of [one/, two/]; pick one");
    files = flat("");
    image(files, "val/v_1.png");
    files.put("LOC_val_solution.csv", bytes(SOLUTION));
    assertRefused(files).hasMessageContaining("expected a name that no other image has");
  }

  @Test
  void namesClassesWithoutWords() throws IOException {
    Map<String, byte[]> files = flat("");
    files.put("LOC_val_solution.csv", bytes(SOLUTION));
    files.put("synset_words.txt", bytes("n01440764 tench\n"));
    assertRefused(files)
        .hasMessageContaining("expected words for every class, received none for n02");
    files.put("synset_words.txt", bytes(WORDS + "n01440764 again\n"));
    assertRefused(files).hasMessageContaining("synset_words.txt line 5: expected a synset and its");
  }
}
