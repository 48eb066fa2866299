package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Dataset;
import convnet4j.eval.Classifier;
import convnet4j.eval.Prediction;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example: compiled here, compared with the README, and run. */
class LibraryExampleTest {
  @TempDir static Path folder;

  @BeforeAll
  static void trainAndDraw() throws Exception {
    Dataset data = TinyData.of(72, 30);
    RunFolder run = RunFolder.create(folder.resolve("run"));
    Trainer.train(
        TinyData.recipe("epochs", 6), data, run, Optional.empty(), event -> {}, () -> false);
    BufferedImage image = new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 50 * 40; i++) {
      image.setRGB(i % 50, i / 50, i % 2 == 0 ? 0x40E040 : 0x20B020);
    }
    ImageIO.write(image, "png", folder.resolve("green.png").toFile());
  }

  private static Prediction example(Path run, Path image) {
    // README: begin
    try (Classifier classifier = Classifier.load(run)) {
      Prediction best = classifier.predict(image).getFirst();
      return best;
    }
    // README: end
  }

  @Test
  void classifiesAnImage() {
    Prediction best = example(folder.resolve("run"), folder.resolve("green.png"));
    assertThat(best.label()).isEqualTo("green");
    assertThat(best.probability()).isBetween(0.5, 1.0);
  }

  @Test
  void isWhatTheReadmeShows() throws Exception {
    Path root = Path.of("").toAbsolutePath().getParent();
    String readme = Files.readString(root.resolve("README.md"));
    String source =
        Files.readString(
            Path.of("src/test/java", getClass().getName().replace('.', '/') + ".java"));
    Matcher block = Pattern.compile("(?s)```java\n(.*?)```").matcher(readme);
    assertThat(block.find()).isTrue();
    String shown = block.group(1).replaceAll("Path\\.of\\(\"runs/[^)]*\\)", "run");
    shown = shown.replaceAll("Path\\.of\\(\"[^)]*\\)", "image");
    Matcher region = Pattern.compile("(?s)// README: begin\n(.*?)// README: end").matcher(source);
    assertThat(region.find()).isTrue();
    assertThat(lines(region.group(1)).replace("return best;", "System.out.println(best);"))
        .isEqualTo(lines(shown));
  }

  @Test
  void threadsShareOneClassifier() throws Exception {
    try (Classifier classifier = Classifier.load(folder.resolve("run"));
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Prediction> alone = classifier.predict(folder.resolve("green.png"));
      Callable<List<Prediction>> task = () -> classifier.predict(folder.resolve("green.png"));
      for (Future<List<Prediction>> answer :
          threads.invokeAll(java.util.Collections.nCopies(40, task))) {
        assertThat(answer.get()).isEqualTo(alone);
      }
    }
  }

  private static String lines(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
  }
}
