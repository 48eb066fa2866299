package convnet4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.stats.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPageTest {
  private static final List<String> CLASSES = List.of("고양이", "</script><b>x", "dog & \"cat\"");

  @TempDir Path run;

  @BeforeEach
  void files() {
    RunFiles.recipe(run);
    RunFiles.write(run, "metrics.csv", RunFiles.EPOCHS);
  }

  private RunPage page(RunData data, Mistake... mistakes) {
    return new RunPage(
        data,
        "shapes",
        CLASSES,
        1000,
        List.of(mistakes),
        Map.of("Measure it", "./convnet eval 'a <b'"),
        "as of noon");
  }

  private String html() {
    return page(RunData.read(run)).html();
  }

  /** 81 of 263 have the interval 0.2553 to 0.3662: Newcombe 1998, table I, method 3. */
  @Test
  void theTopSaysHowGoodTheNetworkIsAndHowSureThatIs() {
    RunFiles.write(run, "metrics.csv", RunFiles.EPOCHS.replace("53.0", "30.798479"));
    RunFiles.answers(run, 263, 81);
    RunFiles.result(run, "finished");
    assertThat(html())
        .contains("<h1>resnet20 on shapes</h1>", "class=\"status finished\">finished</span>")
        .contains("272,474 parameters · bf16 · seed 0 · as of noon")
        .contains("30.80 %", "after epoch 3, 95 % interval 25.53 to 36.62 on 263 images")
        .contains("the highest was 54.50 % after epoch 2, chosen by the test images themselves")
        .contains("51.00 %", "the highest was 52.25 % after epoch 2<")
        .contains("91.50 %", "3 of 3", "2 h 03 min");
  }

  @Test
  void curvesAreThoseThatWereMeasured() {
    RunFiles.write(run, "steps.csv", RunFiles.STEPS);
    assertThat(html())
        .contains(">Loss</figcaption>", ">train, batches</button>", ">validation</button>")
        .contains(">Top-1 accuracy, %</figcaption>", ">Learning rate</figcaption>")
        .contains(">Gradient norm</figcaption>", ">Images per second</figcaption>")
        .contains("\"x\":[200,300],\"y\":[54.5,53]");
  }

  @Test
  void layersAreShownByDepthWhereTheyWereLookedAt() {
    assertThat(html()).doesNotContain("<h2>Layers</h2>");
    RunFiles.write(run, "layers.csv", RunFiles.LAYERS);
    assertThat(html())
        .contains("<h2>Layers</h2>", ">Gradient norm per layer<", ">Update ratio per layer<")
        .contains(">Residual branch, ‖F(x)‖ / ‖x‖</figcaption>", "\"x\":[3],\"y\":[0.75]")
        .contains(">Dead channels, %</figcaption>")
        .doesNotContain("Saturated");
  }

  @Test
  void anOlderRunHasNeitherHeldOutImagesNorNorms() {
    RunFiles.write(
        run,
        "metrics.csv",
        """
        epoch,step,lr,train_loss,train_top1,test_loss,test_top1,test_top5,seconds,images_per_second
        1,100,0.1,2.0,30,2.1,28.5,,60,170
        """);
    assertThat(html())
        .contains(">Loss</figcaption>", ">test</button>", "28.50 %", "the highest so far")
        .doesNotContain("validation", "Gradient norm</figcaption>", "batches");
  }

  @Test
  void aRunThatHasJustBegunHasAPage() {
    RunFiles.write(run, "metrics.csv", "epoch,step\n");
    assertThat(page(RunData.read(run).running()).html())
        .contains("class=\"status running\"", "no epoch has been tested yet", "0 of 3")
        .doesNotContain("<figure", "Confusions", "Every epoch", "Worst errors");
  }

  @Test
  void aDivergedRunSaysWhere() {
    RunFiles.write(
        run, "result.json", "{\"status\":\"diverged\",\"diverged_at_step\":1234,\"params\":null}");
    assertThat(html()).contains("The loss at step 1,234 is not a finite number.");
  }

  @Test
  void mistakesAreShownWithWhatTheyAreAndWhatTheyWereTakenFor() {
    RunFiles.answers(run, 30, 20);
    byte[] png = "not really".getBytes(StandardCharsets.UTF_8);
    Mistake mistake = Mistake.of(new Answer(7, 1, 0, 0.8765f), png);
    assertThat(page(RunData.read(run), mistake).html())
        // As base64(1) has these ten bytes.
        .contains("<img src=\"data:image/png;base64,bm90IHJlYWxseQ==\"")
        .contains("<b>&lt;/script&gt;&lt;b&gt;x</b>", "<b class=\"wrong\">고양이</b>")
        .contains("87.65 %, image 7")
        .contains("고양이 taken for &lt;/script&gt;&lt;b&gt;x: ");
  }

  @Test
  void namesCannotEndAScriptNorBecomeMarkup() {
    RunFiles.answers(run, 30, 20);
    String html = html();
    assertThat(count("<script", html)).isEqualTo(count("</script>", html)).isGreaterThan(2);
    assertThat(html).doesNotContain("<b>x").contains("\\u003c/script>\\u003cb>x");
    assertThat(html).contains("<pre>./convnet eval 'a &lt;b'</pre>");
  }

  @Test
  void nothingIsFetchedFromElsewhere() {
    RunFiles.answers(run, 30, 20);
    RunFiles.write(run, "steps.csv", RunFiles.STEPS);
    Mistake mistake = Mistake.of(new Answer(7, 1, 0, 0.8765f), new byte[] {1});
    String html = page(RunData.read(run), mistake).html();
    assertThat(html)
        .contains("default-src 'none'; img-src data:;")
        .doesNotContain("url(", "@import", "fetch(", "XMLHttpRequest", "EventSource");
    assertThat(count("(src|href)=\"(?!data:)", html)).isZero();
  }

  @Test
  void recipeEnvironmentAndEpochsAreThere() {
    RunFiles.write(run, "environment.json", "{\"cpu\":\"a <fast> one\",\"threads\":2}");
    assertThat(html())
        .contains("<th scope=\"row\">set</th>\n<td>shortcut=B</td>")
        .contains("<td>a &lt;fast&gt; one</td>")
        .contains("<th scope=\"col\">val top1</th>", "<td>52.250</td>", "<td>7,384</td>");
  }

  private static long count(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }
}
