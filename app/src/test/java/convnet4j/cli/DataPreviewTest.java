package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataPreviewTest {
  private static final int TILE = 128; // 32 pixels, four times as large
  private static final int TOP = 36;

  @TempDir Path folder;

  private Cli preview(Path file, String... more) {
    String[] args = {"data", "preview", "shapes", "--images", "3", "--draws", "2", "-o"};
    List<String> all = new ArrayList<>(List.of(args));
    all.add(file.toString());
    all.addAll(List.of(more));
    return Cli.run(all.toArray(String[]::new));
  }

  @Test
  void theSheetShowsImagesAndDraws() throws IOException {
    Path file = folder.resolve("sheet.png");
    Cli cli = preview(file, "--augment", "flip:1");
    assertThat(cli.code()).isZero();
    assertThat(cli.err()).isEmpty();
    assertThat(cli.out()).contains("written: " + file);
    BufferedImage sheet = ImageIO.read(file.toFile());
    assertThat(sheet.getWidth()).isEqualTo(4 + 3 * (TILE + 4));
    assertThat(sheet.getHeight()).isEqualTo(20 + 3 * (TILE + 20));
    for (int y = 0; y < TILE; y++) {
      for (int x = 0; x < TILE; x++) {
        int original = sheet.getRGB(4 + x, TOP + y);
        assertThat(sheet.getRGB(4 + TILE + 4 + TILE - 1 - x, TOP + y)).isEqualTo(original);
      }
    }
    assertThat(folder.toFile().list()).containsExactly("sheet.png");
  }

  @Test
  void theSameSeedGivesTheSameSheetAndAnotherAnother() throws IOException {
    byte[] once = bytes("--seed", "1");
    assertThat(bytes("--seed", "1")).isEqualTo(once);
    assertThat(bytes("--seed", "2")).isNotEqualTo(once);
  }

  private byte[] bytes(String... more) throws IOException {
    Path file = folder.resolve("again.png");
    assertThat(preview(file, more).code()).isZero();
    return Files.readAllBytes(file);
  }

  @Test
  void jsonNamesTheImages() {
    Path file = folder.resolve("sheet.png");
    Cli cli = preview(file, "--augment", "gray:p=0.5,mixup:0.2", "--size", "48", "--json");
    assertThat(cli.code()).isZero();
    assertThat(cli.err()).contains("not shown: mixup:0.2");
    Map<String, Object> json = cli.json();
    assertThat(json)
        .containsEntry("data", "shapes")
        .containsEntry("augment", "gray:p=0.5,mixup:0.2")
        .containsEntry("seed", 0)
        .containsEntry("draws", 2)
        .containsEntry("input", List.of(3, 48, 48))
        .containsEntry("output", file.toString());
    List<?> images = (List<?>) json.get("images");
    assertThat(images).hasSize(3).doesNotHaveDuplicates();
    assertThat(((Map<?, ?>) images.getFirst()).keySet())
        .isEqualTo(Set.of("index", "label", "class", "file"));
    assertThat(images.stream().map(image -> ((Map<?, ?>) image).get("label")).distinct())
        .as("three classes")
        .hasSize(3);
  }
}
