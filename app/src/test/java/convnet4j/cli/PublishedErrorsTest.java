package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Four networks that akamaster published, on the 9,979 CIFAR-10 test images of the shared data. The
 * counts are those of the reference implementation in Python, float32, as that data's README has
 * them. Skipped where {@code ../shared/data} is absent.
 */
class PublishedErrorsTest {
  /** Images whose two best classes are equal but for rounding may fall either way. */
  private static final int EITHER_WAY = 3;

  @Test
  void resnet20MakesThePublishedNumberOfMistakes() {
    assertWrong("resnet20", "resnet20-12fca82f.th", 825, 34);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "resnet32, resnet32-d509ac18.th, 736, 22",
    "resnet44, resnet44-014dd654.th, 689, 19",
    "resnet56, resnet56-4bfd9763.th, 660, 23"
  })
  void deeperOnesDoToo(String network, String file, int wrong, int wrongAtFive) {
    assertWrong(network, file, wrong, wrongAtFive);
  }

  private static void assertWrong(String network, String file, int wrong, int wrongAtFive) {
    String weights = shared("weights/" + file);
    String data = shared("cifar10/cifar-10-batches-bin.tar.xz");
    Cli cli =
        Cli.run(
            "eval", weights, "--network", network, "--data", data, "--precision", "fp32", "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.json()).containsEntry("images", 9979);
    assertThat((int) cli.json().get("wrong")).isBetween(wrong - EITHER_WAY, wrong + EITHER_WAY);
    double top5 = (double) ((Map<?, ?>) cli.json().get("test")).get("top5");
    assertThat((int) Math.round(9979 * (100 - top5) / 100))
        .isBetween(wrongAtFive - EITHER_WAY, wrongAtFive + EITHER_WAY);
  }

  /** As core's SharedData, which is not in its artifact. */
  private static String shared(String path) {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve(".git")) && root.getParent() != null) {
      root = root.getParent();
    }
    String given = System.getProperty("convnet4j.shared");
    Path shared = given == null ? root.resolveSibling("shared") : Path.of(given);
    Path file = shared.resolve("data").resolve(path);
    assumeTrue(Files.exists(file), () -> "skipped: needs the shared data, not at " + file);
    return file.toString();
  }
}
