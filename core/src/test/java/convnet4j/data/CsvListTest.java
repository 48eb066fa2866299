package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvListTest {
  @TempDir Path folder;
  private Path list;
  private final Notes notes = new Notes();

  @BeforeEach
  void images() throws IOException {
    list = folder.resolve("사진 list.csv");
    for (String name : List.of("a 1.jpg", "b,2.jpg", "c.jpg", "d.png", "꽃/e.png", "꽃/f.png")) {
      Path file = folder.resolve("photos").resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, name.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Dataset open(String... lines) throws IOException {
    Files.writeString(list, String.join("\n", lines) + "\n");
    return Datasets.open(list.toString(), folder, true, notes);
  }

  private static List<String> images(Dataset dataset, Split split) {
    return ((FileSplit) split)
        .files().stream()
            .map(
                file ->
                    dataset.classes().get(file.label())
                        + "="
                        + new String(file.entry().read(), StandardCharsets.UTF_8))
            .toList();
  }

  @Test
  void readsPathsLabelsAndSplits() throws IOException {
    Dataset dataset =
        open(
            "photos/a 1.jpg,rose,train",
            "\"photos/b,2.jpg\",\"tulip, red\",train",
            "photos/c.jpg,rose,val",
            "./photos/x/../d.png,\"tulip, red\",TEST",
            folder.resolve("photos/꽃/e.png") + ",rose,train");
    assertThat(dataset.name()).isEqualTo("사진 list");
    assertThat(dataset.classes()).containsExactly("rose", "tulip, red");
    assertThat(images(dataset, dataset.train()))
        .containsExactly("rose=a 1.jpg", "rose=꽃/e.png", "tulip, red=b,2.jpg");
    assertThat(images(dataset, dataset.test())).containsExactly("rose=c.jpg", "tulip, red=d.png");
    assertThat(notes.lines).isEmpty();
  }

  @Test
  void aHeaderNamesTheColumnsInAnyOrder() throws IOException {
    Dataset dataset =
        open(
            "Split, Label ,filename",
            "train,rose,photos/a 1.jpg",
            "test,rose,photos/c.jpg",
            "",
            "train,tulip,\"photos/b,2.jpg\"",
            "test,tulip,photos/d.png");
    assertThat(images(dataset, dataset.train())).containsExactly("rose=a 1.jpg", "tulip=b,2.jpg");
    assertThat(images(dataset, dataset.test())).containsExactly("rose=c.jpg", "tulip=d.png");
  }

  @Test
  void withoutSplitsThePathsDecideAsTheyDoForFolders() throws IOException {
    StringBuilder text = new StringBuilder("path,label\n");
    for (int i = 0; i < 40; i++) {
      Path file = folder.resolve(i % 2 == 0 ? "daisy" : "tulip").resolve(i + ".jpg");
      Files.createDirectories(file.getParent());
      Files.writeString(file, "" + i);
      text.append(folder.relativize(file)).append(i % 2 == 0 ? ",daisy\n" : ",tulip\n");
    }
    Files.delete(folder.resolve("photos/꽃/e.png"));
    Dataset byList = open(text.toString());
    assertThat(notes.lines)
        .containsExactly(
            list
                + ": no splits, so "
                + byList.train().size()
                + " images train and "
                + byList.test().size()
                + " test");
    Path photos = Files.createDirectories(folder.resolve("only"));
    Files.move(folder.resolve("daisy"), photos.resolve("daisy"));
    Files.move(folder.resolve("tulip"), photos.resolve("tulip"));
    Dataset byFolder = Datasets.open(photos.toString(), folder, true, notes);
    assertThat(paths(byList.train()))
        .containsExactlyInAnyOrderElementsOf(paths(byFolder.train()))
        .hasSizeBetween(24, 39);
    assertThat(paths(byList.test())).containsExactlyInAnyOrderElementsOf(paths(byFolder.test()));
  }

  private static List<String> paths(Split split) {
    return ((FileSplit) split).files().stream().map(ImageFile::path).toList();
  }

  @Test
  void labelsThatAreNumbersAreInTheirOrder() throws IOException {
    for (int i = 0; i < 24; i++) {
      Files.write(folder.resolve(i + ".png"), new byte[] {1});
    }
    String[] lines =
        IntStream.range(0, 24)
            .mapToObj(i -> i + ".png," + i / 2 + (i % 2 == 0 ? ",train" : ",test"))
            .toArray(String[]::new);
    assertThat(open(lines).classes())
        .containsExactlyElementsOf(IntStream.range(0, 12).mapToObj(Integer::toString).toList());
    lines[0] = "0.png,x,train";
    lines[1] = "1.png,x,test";
    assertThat(open(lines).classes()).startsWith("1", "10", "11", "2").endsWith("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "'' | : expected lines path,label[,split], received none",
        "'photos/c.jpg' | line 1: expected path,label or path,label,split, received 1 fields",
        "'photos/c.jpg,a,train,x' | line 1: expected path,label or path,label,split, received 4",
        "'photos/c.jpg,a;photos/d.png' | line 2: expected 2 fields, received 1",
        "'photos/c.jpg,a;photos/no.jpg,b' | line 2: expected the path of an image, received"
            + " 'photos/no.jpg', and there is no such file",
        "'img,lbl;photos/c.jpg,b' | line 1: expected the path of an image, or a header"
            + " path,label[,split], received 'img'",
        "'photos,a' | received 'photos', and there is no such file",
        "'photos/c.jpg,a;photos/d.png, ' | line 2: expected a label, received none",
        "'photos/c.jpg,a,train;photos/d.png,b,trian' | line 2: expected the split train or test,"
            + " received 'trian'",
        "'photos/c.jpg,a;photos/d.png,b;photos/../photos/c.jpg,b' | line 3: expected every image"
            + " once, received 'photos/../photos/c.jpg' again after line 1",
        "'photos/c.jpg,a;photos/d.png,a' | : expected images of two or more classes, received only"
            + " [a]",
        "'photos/c.jpg,a;photos/d.png,a;photos/a 1.jpg,b' | line 3: expected two or more images of"
            + " class 'b', to train and to test, received one",
        "'photos/c.jpg,a,train;photos/d.png,a,test;photos/a 1.jpg,b,train' | line 3: expected"
            + " images of class 'b' to train and to test, received none to test",
        "'path,label,spilt;photos/c.jpg,a,test' | did you mean 'split'?",
        "'path,label,class;photos/c.jpg,a,b' | line 1 'class'",
        "'photos/c.jpg,\"a' | line 1: expected comma-separated values",
      })
  void namesTheLineThatIsWrong(String lines, String message) {
    assertThatThrownBy(() -> open(lines.split(";")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(list.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
