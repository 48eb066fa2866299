package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareRunsTest {
  private static final String HEADER = "index,label,predicted,probability\n";

  @TempDir Path folder;

  /** Files of images of class 0 that both, A alone, B alone and neither classify right. */
  private String[] files(int both, int onlyA, int onlyB, int neither) throws Exception {
    StringBuilder a = new StringBuilder(HEADER);
    StringBuilder b = new StringBuilder(HEADER);
    for (int i = 0; i < both + onlyA + onlyB + neither; i++) {
      boolean rightA = i < both + onlyA;
      boolean rightB = i < both || (i >= both + onlyA && i < both + onlyA + onlyB);
      a.append(i).append(",0,").append(rightA ? 0 : 1).append(",0.5\n");
      b.append(i).append(",0,").append(rightB ? 0 : 2).append(",0.5\n");
    }
    return new String[] {file("a.csv", a.toString()), file("b.csv", b.toString())};
  }

  private String file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /** 36, 12, 2, 0 is a worked example of Newcombe (1998): 0.2, 0.0569 to 0.3404. */
  @Test
  void tellsWhatTheTwoModelsDidOnTheSameImages() throws Exception {
    String[] files = files(36, 12, 2, 0);
    Cli cli = Cli.run("compare-runs", files[0], files[1]);
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.err()).isEmpty();
    // p = 2·(1 + 14 + 91)/2¹⁴; Wilson's limits from the roots of (p̂ − p)² = z²·p(1 − p)/50.
    assertThat(cli.out().lines().map(line -> line.replaceAll(" +", " ").strip()))
        .containsExactly(
            "50 test images",
            "",
            "run right top-1 95 % interval",
            "A " + files[0] + " 48 96.00 % 86.54 to 98.90 %",
            "B " + files[1] + " 38 76.00 % 62.59 to 85.70 %",
            "",
            "B right B wrong",
            "A right 36 12",
            "A wrong 2 0",
            "",
            "A − B +20.00 points, 95 % interval +5.69 to +34.04",
            "p 0.0129, exact McNemar test",
            "",
            "These two trained models are distinguishable on these 50 test images (p = 0.0129): A is"
                + " right more often than chance between two equals would have it.",
            "One run each says nothing of the recipes behind them: that takes several seeds.");
  }

  @Test
  void jsonHasEveryNumber() throws Exception {
    String[] files = files(36, 2, 12, 0);
    Map<String, Object> json = Cli.run("compare-runs", files[0], files[1], "--json").json();
    assertThat(json)
        .containsOnlyKeys(
            "images",
            "a",
            "b",
            "both_right",
            "only_a_right",
            "only_b_right",
            "both_wrong",
            "difference",
            "interval",
            "p",
            "distinguishable",
            "statement")
        .containsEntry("images", 50)
        .containsEntry("both_right", 36)
        .containsEntry("only_a_right", 2)
        .containsEntry("only_b_right", 12)
        .containsEntry("both_wrong", 0)
        .containsEntry("difference", -20.0)
        .containsEntry("distinguishable", true);
    assertThat((double) json.get("p")).isCloseTo(212.0 / 16384, within(1e-15));
    List<?> interval = (List<?>) json.get("interval");
    assertThat((double) interval.get(0)).isCloseTo(-34.04, within(5e-3));
    assertThat((double) interval.get(1)).isCloseTo(-5.69, within(5e-3));
    assertThat(json)
        .extractingByKey("a", InstanceOfAssertFactories.MAP)
        .containsEntry("path", files[0])
        .containsEntry("right", 38)
        .containsEntry("top1", 76.0)
        .containsKey("interval");
    assertThat((String) json.get("statement")).contains("B is right more often", "recipes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 | 0 | 0 | 3 | not distinguishable on these 33 test images: there is none that only",
        "0 | 1 | 0 | 0 | not distinguishable on these 1 test image (p = 1.000).",
        "90 | 7 | 3 | 0 | not distinguishable on these 100 test images (p = 0.344).",
        "900 | 20 | 120 | 5 | test images (p = 1.4e-18): B is right more often",
        "0 | 2000 | 0 | 0 | distinguishable on these 2,000 test images (p < 1e-300): A is right",
      })
  void theStatementIsOfTheseModelsOnTheseImages(
      int both, int onlyA, int onlyB, int neither, String statement) throws Exception {
    String[] files = files(both, onlyA, onlyB, neither);
    String out = Cli.run("compare-runs", files[0], files[1]).out();
    assertThat(out).contains("These two trained models are ", "says nothing of the recipes");
    assertThat(out.replaceAll("\\s+", " ")).contains(statement);
    assertThat(out).doesNotContain("approximation");
  }

  /** Cavo et al. (2012): an exact p of 0.052 beside an interval of −11.86 to −0.46. */
  @Test
  void theExactTestDecidesWhereTheIntervalDisagrees() throws Exception {
    String[] files = files(59, 6, 16, 80);
    assertThat(Cli.run("compare-runs", files[0], files[1]).out())
        .contains("interval -11.86 to -0.46")
        .contains("not distinguishable on these 161 test images (p = 0.0525).")
        .contains("The interval, an approximation, leaves out 0; the exact test decides.");
  }

  @Test
  void aRunIsReadByItsFolder() throws Exception {
    String[] files = files(5, 1, 2, 3);
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.copy(Path.of(files[0]), run.resolve("predictions-test.csv"));
    Cli cli = Cli.run("compare-runs", run.toString(), files[1], "--json");
    assertThat(cli.json()).containsEntry("only_a_right", 1).containsEntry("only_b_right", 2);
  }

  @Test
  void otherImagesAreRefusedByTheFirstThatDiffers() throws Exception {
    String a = file("a.csv", HEADER + "0,1,1,0.5\n2,1,1,0.5\n5,0,1,0.5\n");
    assertRefused(a, HEADER + "0,1,1,0.5\n5,0,1,0.5\n", "b.csv: expects the test images of", " 2 ");
    assertRefused(a, HEADER + "0,1,1,0.5\n1,1,1,0.5\n", "a.csv: expects the test images of", " 1 ");
    assertRefused(a, HEADER + "0,1,1,0.5\n2,1,1,0.5\n", "b.csv: expects the test images of", " 5 ");
    assertRefused(
        a,
        HEADER + "0,1,1,0.5\n2,1,1,0.5\n5,0,1,0.5\n9,1,1,1\n",
        "a.csv: expects the test images of",
        " 9 is missing");
    assertRefused(
        a,
        HEADER + "0,1,1,0.5\n2,3,1,0.5\n5,0,1,0.5\n",
        "b.csv: expects the labels of",
        "image 2 has label 3 instead of 1");
    assertRefused(a, HEADER + "0,1,1,0.5\nx,3,1,0.5\n", "b.csv, line 3: expects index");
  }

  @Test
  void aRunWithoutPredictionsIsRefused() throws Exception {
    Path run = Files.createDirectory(folder.resolve("unfinished"));
    assertRefused(
        run.toString(), HEADER, "expects the folder of a finished run", "train --resume " + run);
  }

  private void assertRefused(String a, String b, String... message) throws Exception {
    Cli cli = Cli.run("compare-runs", a, file("b.csv", b));
    assertThat(cli.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().lines()).singleElement().asString().contains(message);
  }
}
