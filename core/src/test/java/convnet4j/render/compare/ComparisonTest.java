package convnet4j.render.compare;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Resolver;
import convnet4j.render.compare.Comparison.Latency;
import convnet4j.render.compare.Comparison.Measurement;
import convnet4j.render.compare.Comparison.Row;
import convnet4j.zoo.Zoo;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Measurement HERE =
      new Measurement(4, 1, "fp32", 3, "a <fast> processor", "libtorch 2");

  private static Row row(String network) {
    return Row.of(Resolver.resolve(Zoo.create(network, Map.of())));
  }

  private static Comparison comparison(String... networks) {
    return new Comparison(Stream.of(networks).map(ComparisonTest::row).toList(), null);
  }

  private static List<String> cells(String text, String start) {
    return text.lines()
        .filter(line -> line.startsWith(start))
        .map(line -> String.join("|", line.split(" {2,}")))
        .toList();
  }

  /** Parameters and MAdds as torchvision's documentation has them. */
  @Test
  void networksStandBelowEachOther() {
    String text = ComparisonText.of(comparison("vgg16", "resnet50"));
    assertThat(cells(text, "vgg16"))
        .containsExactly("vgg16|3×224×224|138,357,544|15,470,264,320|16|212|24.50 MiB");
    assertThat(cells(text, "resnet50")).first().asString().contains("25,557,032|4,089,184,256|50|");
    // 64·224·224 and 4096 16-bit values; a ResNet has nothing at 224.
    assertThat(cells(text, "224×224")).containsExactly("224×224|64 / 6,423");
    assertThat(cells(text, "1×1")).containsExactly("1×1|4096 / 8.2|2048 / 4.1");
    assertThat(text).doesNotContain("Sandler").doesNotContain("Latency");
  }

  /**
   * VGG-16's most: outputs of the first two convolutions, 2·64·224·224 values of four bytes, are
   * 24.5 MiB, and what the text says of the rule is what is counted.
   */
  @Test
  void peakActivationsFollowTheRuleThatIsStated() {
    assertThat(row("vgg16").peakActivationBytes()).isEqualTo(2L * 64 * 224 * 224 * 4);
    assertThat(row("resnet20").peakActivationBytes()).isEqualTo(3L * 16 * 32 * 32 * 4);
    assertThat(ComparisonText.of(comparison("vgg16")))
        .contains("each output from\nits own step to its last reader; no step is assumed to work");
  }

  @Test
  void thePapersCellsStandBesideOurs() {
    String text = ComparisonText.of(comparison("mobilenet_v2", "resnet18"));
    assertThat(text).contains("Sandler et al. 2018, arXiv 1801.04381, table 3");
    String beside = text.substring(text.indexOf("Sandler"));
    assertThat(cells(beside, "112×112"))
        .containsExactly("112×112|96 / 2,408|16 / 401|16 / 400|yes, in slices");
    assertThat(cells(beside, "56×56"))
        .containsExactly("56×56|144 / 903|24 / 151|32 / 200|no: no such output counts here");
    assertThat(cells(beside, "max")).containsExactly("max|2,408|401|400");
  }

  @Test
  void theMedianOfAnEvenNumberIsHalfwayBetweenTheMiddleTwo() {
    assertThat(Latency.of(new double[] {9, 1, 4})).isEqualTo(new Latency(4, 1, 9, 3));
    assertThat(Latency.of(new double[] {9, 1, 4, 2})).isEqualTo(new Latency(3, 1, 9, 4));
    assertThat(Latency.of(new double[] {7})).isEqualTo(new Latency(7, 7, 7, 1));
  }

  @Test
  void latenciesComeWithWhatTheyDependOn() {
    Row measured = row("resnet20").with(Latency.of(new double[] {12.34, 11, 1500}));
    String text = ComparisonText.of(new Comparison(List.of(measured), HERE));
    assertThat(text)
        .contains("12.3 ms (11.0–1,500, n = 3)")
        .contains("median of the timed forward passes after 3 to warm up, batch 4, 1 thread, fp32");
  }

  @Test
  void thePageHasAllOfTheTextAndNothingFromElsewhere() {
    Row measured = row("mobilenet_v2").with(Latency.of(new double[] {5}));
    Row other = row("resnet18").with(Latency.of(new double[] {20}));
    String page = ComparisonHtml.of(new Comparison(List.of(measured, other), HERE));
    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains("3,504,872", "300,774,272", "16 / 400", "5.00 ms", "a &lt;fast&gt; processor")
        .contains("data-title=\"latency\">5.00 ms (5.00–5.00, n = 1)<span class=\"bar\"")
        .contains("style=\"width:25%\"") // 5 of 20 ms
        .contains("prefers-color-scheme: dark")
        .doesNotContain("http", "src=", "url(", "<script", "<link", "@import");
  }
}
