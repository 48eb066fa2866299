package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a user's own folder. */
class DataCommandsTest {
  @TempDir Path folder;
  private Path photos;

  @BeforeEach
  void draw() throws IOException {
    photos = folder.resolve("내 photos");
    for (String split : List.of("train", "test")) {
      for (String name : List.of("red", "blue")) {
        Files.createDirectories(photos.resolve(split).resolve(name));
      }
    }
    for (int i = 0; i < 4; i++) {
      save("train/red/" + i + ".png", picture(i));
      save("train/blue/" + i + ".png", picture(10 + i));
    }
    save("test/red/new.png", picture(100));
    save("test/blue/new.jpg", picture(101));
  }

  private static BufferedImage picture(int number) {
    Random random = new Random(number);
    BufferedImage image = new BufferedImage(60, 48, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < 20; i++) {
      graphics.setColor(new Color(random.nextInt(1 << 24)));
      graphics.fillOval(random.nextInt(50), random.nextInt(40), 30, 20);
    }
    graphics.dispose();
    return image;
  }

  private void save(String path, BufferedImage image) throws IOException {
    String format = path.substring(path.lastIndexOf('.') + 1);
    assertThat(ImageIO.write(image, format, photos.resolve(path).toFile())).isTrue();
  }

  private static List<?> list(Map<String, Object> json, String key) {
    return (List<?>) json.get(key);
  }

  @Test
  void aCleanSetIsExitCodeZero() {
    Cli cli = Cli.run("data", "verify", photos.toString());
    assertThat(cli.code()).as(cli.out() + cli.err()).isZero();
    assertThat(cli.out())
        .contains("8 training and 2 test images")
        .endsWith("Nothing is wrong.\n")
        .doesNotContain("broken");
  }

  @Test
  void whatIsWrongIsListedAndExitCodeOne() throws IOException {
    save("train/red/twin.png", picture(100));
    save("test/red/again.jpg", picture(12));
    Files.write(photos.resolve("train/blue/empty.png"), new byte[0]);
    Files.copy(photos.resolve("train/red/0.png"), photos.resolve("train/red/0b.jpg"));
    Cli text = Cli.run("data", "verify", photos.toString());
    assertThat(text.code()).isEqualTo(1);
    assertThat(text.err()).isEmpty();
    assertThat(text.out())
        .contains(
            "broken: 1 image\n  train/blue/empty.png: expected an image, received an empty file")
        .contains("named as another format: 1 image\n  train/red/0b.jpg is a PNG\n")
        .contains(
            "test images that are trained on: 1 image\n  test/red/new.png  is  train/red/twin.png\n")
        .contains(
            "test images like one that is trained on: 1 image\n  test/red/again.jpg  is like  train/blue/2.png (");
    Cli json = Cli.run("data", "verify", photos.toString(), "--json");
    assertThat(json.code()).isEqualTo(1);
    assertThat(json.json()).containsEntry("clean", false).containsEntry("similarity", 0.9);
    assertThat(list(json.json(), "exact")).hasSize(1);
    Map<?, ?> near = (Map<?, ?>) list(json.json(), "near").getFirst();
    assertThat(near.get("test"))
        .isEqualTo(Map.of("index", 1, "path", "test/red/again.jpg", "class", "red"));
    assertThat(near.get("train"))
        .isEqualTo(Map.of("index", 2, "path", "train/blue/2.png", "class", "blue"));
    Cli exact = Cli.run("data", "verify", photos.toString(), "--no-near", "--json");
    assertThat(exact.json()).containsEntry("near", List.of()).containsEntry("similarity", null);
  }

  @Test
  void imagesOfMorePixelsThanAllowedAreBroken() throws IOException {
    save("train/red/wide.png", new BufferedImage(61, 48, BufferedImage.TYPE_INT_RGB));
    Cli limited = Cli.run("data", "verify", photos.toString(), "--max-pixels", "2880");
    assertThat(limited.code()).isEqualTo(1);
    assertThat(limited.out())
        .contains(
            "broken: 1 image\n  train/red/wide.png: expected at most 2880 pixels, received 61×48;");
    Cli allowed = Cli.run("data", "verify", photos.toString(), "--max-pixels", "2928");
    assertThat(allowed.code()).isZero();
    Cli info = Cli.run("data", "info", photos.toString(), "--max-pixels", "2880", "--json");
    assertThat(info.json()).containsEntry("unreadable", 1);
  }

  @Test
  void aFileHasAllOfWhatTheScreenShowsAPartOf() throws IOException {
    for (int i = 0; i < 5; i++) {
      Files.write(photos.resolve("train/blue/x" + i + ".png"), new byte[] {1});
    }
    Cli cut = Cli.run("data", "verify", photos.toString(), "--limit", "2");
    assertThat(cut.out()).contains("broken: 5 images", "x1.png", "and 3 more").doesNotContain("x2");
    Path file = folder.resolve("report.txt");
    Cli.run("data", "verify", photos.toString(), "--limit", "2", "-o", file.toString());
    assertThat(file).content().contains("x0.png", "x4.png").doesNotContain("more");
  }

  @Test
  void infoTellsSizesAndMeansOfFiles() throws IOException {
    BufferedImage wide = new BufferedImage(200, 100, BufferedImage.TYPE_INT_RGB);
    save("test/red/wide.png", wide);
    Files.write(photos.resolve("train/blue/x.png"), new byte[] {1});
    Map<String, Object> json = Cli.run("data", "info", photos.toString(), "--json").json();
    assertThat(json)
        .containsEntry("train", 9)
        .containsEntry("test", 3)
        .containsEntry("unreadable", 1)
        .containsEntry("height", null)
        .containsEntry(
            "sizes",
            Map.of(
                "smallest", List.of(60, 48),
                "median", List.of(60, 48),
                "largest", List.of(200, 100),
                "different", 2));
    assertThat(list(json, "mean")).hasSize(3).allMatch(m -> (double) m > 0.05 && (double) m < 0.9);
    assertThat(Cli.run("data", "info", photos.toString()).out())
        .contains("60×48 to 200×100, half of them up to 60×48; 2 sizes in all")
        .contains("normalised by  mean 0.485,0.456,0.406")
        .contains("unreadable     1 image; the command data verify names them");
  }

  @Test
  void aListIsDataLikeAFolder() throws IOException {
    Path list = folder.resolve("list.csv");
    Files.writeString(
        list,
        """
        path,label,split
        내 photos/train/red/0.png,r,train
        내 photos/train/blue/0.png,b,train
        내 photos/test/red/new.png,r,test
        내 photos/test/blue/new.jpg,b,test
        """);
    assertThat(Cli.run("data", "info", list.toString(), "--json").json())
        .containsEntry("name", "list")
        .containsEntry("train", 2)
        .containsEntry("width", 60);
    Files.writeString(list, "내 photos/train/red/0.png,r\n내 photos/none.png,b\n");
    Cli wrong = Cli.run("data", "verify", list.toString());
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err())
        .startsWith("error: " + list + " line 2: expected the path of an image")
        .contains("'내 photos/none.png', and there is no such file");
  }
}
