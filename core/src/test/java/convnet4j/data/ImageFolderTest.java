package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.io.ArchiveFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ImageFolderTest {
  @TempDir Path folder;
  private final Notes notes = new Notes();

  private static Map<String, byte[]> files(String... paths) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String path : paths) {
      byte[] content = path.endsWith("/") ? new byte[0] : path.getBytes(StandardCharsets.UTF_8);
      files.put(path, content);
    }
    return files;
  }

  private static Map<String, byte[]> unsplit(String root) {
    return files(
        IntStream.range(0, 60)
            .mapToObj(i -> root + (i % 2 == 0 ? "튤립/사진 " + i + ".jpg" : "a rose/" + i + ".png"))
            .toArray(String[]::new));
  }

  private Dataset open(Path path) {
    return Datasets.open(path.toString(), folder, true, notes);
  }

  private Dataset open(String... paths) throws IOException {
    return open(ArchiveFiles.FOLDER.write(folder, files(paths)));
  }

  private AbstractThrowableAssert<?, ?> assertRefused(String... paths) throws IOException {
    Path path = ArchiveFiles.FOLDER.write(Files.createTempDirectory(folder, "x"), files(paths));
    return assertThatThrownBy(() -> open(path))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path.toString());
  }

  private static List<String> shown(Split split) {
    return ((FileSplit) split)
        .files().stream().map(file -> file.label() + " " + file.path()).toList();
  }

  @ParameterizedTest
  @EnumSource
  void readsTrainAndTest(ArchiveFiles form) throws IOException {
    Map<String, byte[]> files =
        files(
            "my set/train/b/2.jpg",
            "my set/train/b/10.JPEG",
            "my set/train/a-z/deep/er/1.webp",
            "my set/train/a/1.png",
            "my set/test/a/7.bmp",
            "my set/test/a-z/8.gif",
            "my set/test/b/9.tif");
    try (Dataset dataset = open(form.write(folder, files))) {
      assertThat(dataset.classes()).containsExactly("a", "a-z", "b");
      assertThat(shown(dataset.train()))
          .containsExactly("0 a/1.png", "1 a-z/deep/er/1.webp", "2 b/10.JPEG", "2 b/2.jpg");
      assertThat(shown(dataset.test())).containsExactly("0 a/7.bmp", "1 a-z/8.gif", "2 b/9.tif");
      assertThat(dataset.normalisation()).isEqualTo(Normalisation.IMAGENET);
      ImageFile file = ((FileSplit) dataset.train()).files().get(3);
      assertThat(file.entry().read()).asString().isEqualTo("my set/train/b/2.jpg");
      assertThat(notes.lines).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"train, val", "Train, Validation", "TRAIN, Test", "train, valid"})
  void knowsOtherNamesOfTheSplits(String train, String test) throws IOException {
    Dataset dataset =
        open(train + "/a/1.jpg", train + "/b/1.jpg", test + "/a/2.jpg", test + "/b/2.jpg");
    assertThat(shown(dataset.test())).containsExactly("0 a/2.jpg", "1 b/2.jpg");
  }

  @Test
  void testGoesBeforeVal() throws IOException {
    Dataset dataset =
        open(
            "train/a/1.jpg",
            "train/b/1.jpg",
            "val/a/2.jpg",
            "val/b/2.jpg",
            "test/a/3.jpg",
            "test/b/3.jpg");
    assertThat(shown(dataset.test())).containsExactly("0 a/3.jpg", "1 b/3.jpg");
  }

  @ParameterizedTest
  @EnumSource
  void splitsTheSameWayWhateverItIsPackedInAndUnder(ArchiveFiles form) throws IOException {
    Dataset plain = open(ArchiveFiles.FOLDER.write(folder.resolve("plain"), unsplit("")));
    try (Dataset dataset = open(form.write(folder, unsplit("some/top/")))) {
      assertThat(dataset.classes()).containsExactly("a rose", "튤립");
      assertThat(shown(dataset.train())).isEqualTo(shown(plain.train()));
      assertThat(shown(dataset.test())).isEqualTo(shown(plain.test()));
      assertThat(dataset.train().size() + dataset.test().size()).isEqualTo(60);
      assertThat(dataset.test().size()).isBetween(4, 22);
    }
    assertThat(notes.lines).allMatch(line -> line.contains("no train and test folders"));
  }

  @Test
  void ignoresOtherFilesAndCountsThem() throws IOException {
    open(
        "README.md",
        "a/1.jpg",
        "a/2.jpg",
        "a/labels.csv",
        "b/1.jpg",
        "b/2.jpg",
        "stray.jpg",
        "b/movie.mp4");
    assertThat(notes.lines).anyMatch(line -> line.endsWith("ignored 4 files that are not images"));
  }

  @Test
  void namesAnEmptyClass() throws IOException {
    assertRefused("a/1.jpg", "a/2.jpg", "b/notes.txt", "c/1.jpg", "c/2.jpg")
        .hasMessageContaining("no images in class folder b/");
  }

  @ParameterizedTest
  @EnumSource
  void namesAnEmptyClassInEitherSplit(ArchiveFiles form) throws IOException {
    Path train =
        form.write(
            Files.createDirectory(folder.resolve("1")),
            files("x/train/a/1.jpg", "x/train/b/", "x/test/a/1.jpg", "x/test/b/1.jpg"));
    assertThatThrownBy(() -> open(train))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no images in class folder x/train/b/");
    Path test =
        form.write(
            Files.createDirectory(folder.resolve("2")),
            files("train/a/1.jpg", "train/b/1.jpg", "test/a/1.jpg", "test/b/"));
    assertThatThrownBy(() -> open(test))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no images in class folder test/b/");
  }

  @Test
  void namesAClassThatIsMissingInTest() throws IOException {
    assertRefused("train/a/1.jpg", "train/b/1.jpg", "test/a/1.jpg")
        .hasMessageContaining("no images in class folder test/b/");
  }

  @Test
  void namesAClassThatIsOnlyInTest() throws IOException {
    assertRefused("train/a/1.jpg", "train/b/1.jpg", "test/a/1.jpg", "test/bb/1.jpg")
        .hasMessageContaining("class 'bb' is in test/ but not in train/ (a, b)");
  }

  @Test
  void namesAClassTooSmallToSplit() throws IOException {
    assertRefused("a/1.jpg", "a/2.jpg", "b/1.jpg")
        .hasMessageContaining("class 'b' has one image, expected two or more");
  }

  @Test
  void wantsTwoClasses() throws IOException {
    assertRefused("only/1.jpg", "only/2.jpg")
        .hasMessageContaining("expected folders of two or more classes, received only [only]");
    assertRefused("x/train/only/1.jpg", "x/test/only/1.jpg")
        .hasMessageContaining("received only [only]");
  }

  @Test
  void saysWhatWasFoundWhereNothingIsRecognised() throws IOException {
    assertRefused("a/readme.txt", "b.csv")
        .hasMessageContaining("expected CIFAR batches")
        .hasMessageContaining("train/<class>/…")
        .hasMessageContaining("received 2 files (a/readme.txt, b.csv)");
  }

  @Test
  void saysWhatToDoWithImagesInNoFolderAndWithAnArchiveInAFolder() throws IOException {
    Path flat = ArchiveFiles.ZIP.write(folder, files("1.jpg", "2.jpg"));
    assertThatThrownBy(() -> open(flat))
        .hasMessageContaining("images that lie in no class folder: make one folder for each class");
    Path packed = ArchiveFiles.TAR.write(folder, files("x/cifar.tar.xz", "notes"));
    assertThatThrownBy(() -> open(packed))
        .hasMessageContaining("the archive x/cifar.tar.xz: give its own path");
    Path nothing = ArchiveFiles.FOLDER.write(folder, files("x/"));
    assertThatThrownBy(() -> open(nothing)).hasMessageContaining("received no files at all");
  }
}
