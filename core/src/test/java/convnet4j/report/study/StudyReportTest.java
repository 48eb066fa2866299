package convnet4j.report.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.stats.Verdict;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * By hand: test accuracies of 30.798479 ± 1 and 29.298479 ± 1.5, differences 2, 1.5 and 1, so 1.5
 * with a standard error of 0.5/√3; with 2 degrees of freedom the quantile is 4.302653 and p is 1 −
 * t/√(2 + t²) = 0.0351. Training errors differ by 2, 2.2 and 1.8: p is 0.0033. 81 of 263 images
 * have the interval 0.2553 to 0.3662 (Newcombe 1998, table I, method 3).
 */
class StudyReportTest {
  private static final Set<String> VOID = Set.of("meta", "link", "path", "img", "br");

  @TempDir private Path folder;
  private StudyFiles files;

  @BeforeEach
  void begin() {
    files = new StudyFiles(folder, StudyFiles.RATES, "half");
  }

  private StudyReport whole() {
    return files
        .finished("high", 0, 29.798479, 70)
        .answers(263, 78)
        .file("metrics.csv", "epoch,step\n1,100\n2,200\n3,300\n")
        .finished("low", 0, 27.798479, 68)
        .finished("high", 1, 30.798479, 71.2)
        .finished("low", 1, 29.298479, 69)
        .finished("high", 2, 31.798479, 71)
        .finished("low", 2, 30.798479, 69.2)
        .report();
  }

  @Test
  void thePageHasMeansDeviationsIntervalsAndPublishedFigures() {
    assertThat(whole().html())
        .contains("<b>30.80</b>\n<span>± 1.00</span>", "25.53 to 36.62")
        .contains("<b>29.30</b>\n<span>± 1.50</span>")
        .contains("<span>92.54</span>\n<b>−61.74</b>", "on 263 test images")
        .contains("2 cells × 3 seeds = 6 runs", "<td>272K</td>", "<td>10.0</td>", "<td>150</td>")
        .contains("<dt>network</dt>\n<dd>resnet20</dd>", "<dt>epochs</dt>\n<dd>2</dd>")
        .doesNotContain("Not finished", "Diverged:");
  }

  @Test
  void comparisonsOfSeveralMeasuresAreCorrectedTogether() {
    String html = whole().html();
    assertThat(html)
        .contains("number difference\">+1.50<", "+0.26 to +2.74", "number p\">0.035<")
        .contains("number difference\">+2.00<", "+1.50 to +2.50", "number p\">0.0066<")
        .contains("of training error", "2 comparisons, named before");
    assertThat(count("class=\"verdict\">real<", html)).isEqualTo(2);
  }

  @Test
  void markdownSaysTheSame() {
    assertThat(whole().markdown())
        .contains("# Rates \\</style\\>\\<b\\>\n", "> **Scale half.** 2 epochs; \"only\"")
        .contains("| high | 30.80 ± 1.00 | 25.53 to 36.62 | published 92.54 (−61.74) | 272K |")
        .containsPattern(
            "\\| high against low \\| \\+1.50 \\| \\+0.26 to \\+2.74 \\| 0.035 \\| real")
        .contains("- Only imagined.", "```\n./convnet study run 'a <b'\n```");
  }

  @Test
  void theTableForProgramsHasARowForEveryCell() {
    List<String> lines = whole().csv().lines().toList();
    assertThat(lines.getFirst())
        .isEqualTo(
            "rate,measure,n,diverged,mean,deviation,low,high,published,difference,params,madds,"
                + "seconds_per_epoch,images_per_second");
    String[] high = lines.get(1).split(",", -1);
    assertThat(high).startsWith("high", "test_top1", "3", "0", "30.7985", "1.00000");
    assertThat(Double.parseDouble(high[6])).isCloseTo(25.53, within(0.005));
    assertThat(Double.parseDouble(high[7])).isCloseTo(36.62, within(0.005));
    assertThat(String.join(",", List.of(high).subList(8, 14)))
        .matches("92.5400,-61.7415,272474,40551040,10.0000,150.000");
    assertThat(lines.get(2))
        .startsWith("low,test_top1,3,0,29.2985,1.50000,")
        .contains(",,,272474,");
    assertThat(lines).hasSize(3);
  }

  /** 30 seconds for 300 steps, of which an epoch has 100 or 120. */
  @Test
  void anEpochThatWasNotEndedCountsForItsPart() {
    List<String> lines =
        files
            .finished("high", 0, 30, 70)
            .file("metrics.csv", "epoch,step\n1,100\n2,200\n3,300\n")
            .row("low", 0, "finished", "0.5,70,0.75,29,99,272474,2,300,30,150")
            .file("metrics.csv", "epoch,step\n1,120\n2,240\n3,300\n")
            .row("low", 1, "finished", "0.5,70,0.75,29,99,272474,0,300,30,0")
            .file("metrics.csv", "epoch,step\n1,300\n")
            .report()
            .csv()
            .lines()
            .toList();
    assertThat(lines.get(1)).endsWith(",10.0000,150.000");
    assertThat(lines.get(2)).endsWith(",12.0000,150.000");
  }

  @Test
  void pairsThatShareACellCountAlike() {
    String grid =
        StudyFiles.RATES
            .replace(
                "  rate:\n",
                "  length: {short: {epochs: 3}, long: {epochs: 6}}\n  rate:\n    middle: {lr: 0.05}\n")
            .replace("scales:", "exclude: [{length: long, rate: middle}]\nscales:")
            .replaceFirst(
                "(?s)comparisons:.*?notes",
                "comparisons:\n  - {name: x, a: {rate: [high, middle]}, b: {rate: low}}\nnotes");
    files = new StudyFiles(folder, grid, "full", "length,rate");
    // Rates do nothing, and lengths much.
    for (int seed = 0; seed < 3; seed++) {
      for (String rate : List.of("middle", "high", "low")) {
        files.finished("short," + rate, seed, 50 + seed, 60);
      }
      files.finished("long,high", seed, 80 + seed, 90).finished("long,low", seed, 80 + seed, 90);
    }
    assertThat(files.report().html()).contains("number difference\">±0.00<");
  }

  @Test
  void besideAPublishedFigureOfAnotherMeasureStandsOursOfThatMeasure() {
    String other = "- source: a table\n    measure: train_error\n";
    StudyReport report =
        new StudyFiles(folder, StudyFiles.RATES.replace("- source: a table\n", other), "full")
            .finished("high", 0, 50, 52)
            .finished("low", 0, 50, 52)
            .report();
    assertThat(report.markdown()).contains("published 92.54 (ours 48.00, −44.54)");
    assertThat(report.html()).contains(">ours 48.00<");
  }

  @Test
  void aStudyMayBeOfTheFirstFiveLabels() {
    String rates =
        StudyFiles.RATES
            .replace("seeds: 3\n", "seeds: 3\nmeasure: test_top5_error\n")
            .replace("- source: a table\n", "- source: a table\n    measure: test_top5\n");
    String metrics = "epoch,train_top1,test_top1,test_top5\n1,50,40,97\n2,60,45,98\n3,70,50,99\n";
    StudyReport report =
        new StudyFiles(folder, rates, "full")
            .finished("high", 0, 50, 52)
            .file("metrics.csv", metrics)
            .file("result.json", "{\"test_images\":1000}")
            .report();
    assertThat(report.markdown())
        .contains("| high | 1.00 | 0.54 to 1.83 | published 92.54 (ours 99.00, +6.46)");
    assertThat(report.html())
        .contains("Top-5 error, %, by epoch", "Of test images. ")
        .doesNotContain("as they were trained on");
  }

  @Test
  void multiplyAddsAreOfTheNetworkThatTheDataMade() {
    StudyReport report =
        new StudyFiles(folder, StudyFiles.RATES, "full")
            .finished("high", 0, 50, 52) // an older run, which does not say
            .finished("high", 1, 50, 52)
            .file("result.json", "{\"input\":[1,32,32],\"classes\":100}")
            .finished("low", 0, 50, 52)
            .report();
    long twoChannels = 2 * 9 * 16 * 32 * 32;
    assertThat(report.csv().lines().skip(1).map(line -> line.split(",")[11]))
        .containsExactly(String.valueOf(40_551_040 - twoChannels + 64 * 90), "40551040");
  }

  @Test
  void programsGetTheEvidence() {
    Map<String, Object> json = whole().json();
    assertThat(json).containsEntry("scale", "half").containsEntry("complete", true);
    Map<?, ?> first = (Map<?, ?>) ((List<?>) json.get("comparisons")).getFirst();
    assertThat((Double) first.get("adjusted_p")).isCloseTo(0.035099, within(1e-5));
    assertThat(first.get("verdict")).isEqualTo("real");
    assertThat(first.get("difference")).isEqualTo(1.5);
  }

  @Test
  void whatIsMissingOrDivergedIsTold() {
    StudyReport report =
        files
            .finished("high", 0, 30, 70)
            .diverged("low", 0)
            .finished("high", 1, 31, 70)
            .finished("low", 1, 29, 70)
            .missing("high", 2)
            .missing("low", 2)
            .report();
    assertThat(report.html())
        .contains("4 of 6 runs are over", "Diverged: low (seed 0).")
        .contains("3 finished, 1 diverged, 2 missing", "2 of 3 seeds", "1 of 3 seeds, 1 diverged")
        .contains("class=\"verdict\">diverged:</span>\n<span>low</span>");
    assertThat(report.markdown())
        .contains("> **Not finished.** 4 of 6 runs are over")
        .contains("Test top-1 in %, mean of up to 2 of 3 seeds ± standard deviation.");
  }

  @Test
  void whatFailedOrHasNoValueIsNotCalledMissing() {
    StudyReport report =
        files
            .row("high", 0, "failed", ",".repeat(9))
            .row("low", 0, "finished", "0.5,70,0.75,,,272474,3,300,30,150")
            .report();
    assertThat(report.html()).contains("1 failed", "no value").doesNotContain("not run yet");
  }

  @Test
  void aStudyThatHasNotBegunHasAPage() {
    StudyReport report = files.missing("high", 0).missing("low", 0).report();
    assertThat(report.html()).contains("not run yet", "0 of 2 runs are over", "missing:");
    assertThat(report.csv()).contains("low,test_top1,0,0,,,,,,,269722,40551040,,");
    assertThat(report.markdown()).contains("(not run yet)");
  }

  /** 21 images of 263 are A's alone: p is 2/2²¹. */
  @Test
  void oneSeedIsToldAsTwoNetworks() {
    StudyReport report =
        files
            .finished("high", 0, 30.8, 70)
            .answers(263, 81)
            .finished("low", 0, 22.8, 70)
            .answers(263, 60)
            .report();
    assertThat(report.html())
        .contains("one seed:", "says nothing about recipes")
        // On a line from −8.4 to 8.4, 5 % more than the larger of +8 and −0.
        .contains("<path class=\"dot\" d=\"M976.19 5h0\"/>")
        .contains("on the same 263 images: a alone is right on 21, b alone on 0")
        .contains("exact McNemar test, p &lt; 0.0001", "about these two networks");
    assertThat(report.markdown()).contains("Test top-1 in %, one seed of 3.");
    assertThat(report.evidence().judged().get(1).networks()).isEmpty();
  }

  @Test
  void aComparisonThatTheScaleHasDroppedIsMissingAndCounted() {
    String dropped =
        StudyFiles.RATES.replace(
            "fixed: {epochs: 2}", "fixed: {epochs: 2}\n    levels: {rate: {low: drop}}");
    StudyReport report =
        new StudyFiles(folder, dropped, "half")
            .finished("high", 0, 30, 70)
            .finished("high", 1, 31, 70)
            .finished("high", 2, 32, 70)
            .report();
    assertThat(report.evidence().judged()).hasSize(2);
    assertThat(report.evidence().judged().getFirst().outcome().verdict())
        .isEqualTo(new Verdict.Missing(List.of("low")));
  }

  @Test
  void whatTheScaleSaysStandsInABannerAndOnEverySheetOfPaper() {
    String html = whole().html();
    assertThat(html).contains("<aside class=\"banner\">\n<b>Scale “half”</b>\n<p>2 epochs; &quot;");
    assertThat(html).contains("@top-left { content: \"Rates\\20 \\3c \\2f style\\3e ");
    assertThat(html).contains("Scale\\20 half\\3a \\20 2\\20 epochs");
    assertThat(count("</style>", html)).isEqualTo(1);
    String full =
        new StudyFiles(folder, StudyFiles.RATES, "full").missing("low", 0).report().html();
    assertThat(full).doesNotContain("Scale “", "<span>scale ");
  }

  @Test
  void nothingIsFetchedFromElsewhere() {
    String html = whole().html();
    assertThat(html)
        .contains("default-src 'none'; img-src data:;")
        .doesNotContain("url(", "@import", "fetch(", "XMLHttpRequest", "EventSource");
    assertThat(count("(src|href)=\"(?!data:|#)", html)).isZero();
    assertThat(html).doesNotContain("<b>\n<", "'a <b'");
  }

  @Test
  void everyElementThatIsBegunIsEnded() {
    StudyReport report =
        StudyFiles.bundled(folder, "shortcut-options", "small", (cell, seed) -> 60 + seed);
    for (String html : List.of(whole(folder.resolve("a")), report.html())) {
      Deque<String> open = new ArrayDeque<>();
      String markup = html.replaceAll("(?s)(<(script|style)[^>]*>).*?(</\\2>)", "$1$3");
      Matcher tag = Pattern.compile("<(/?)([a-zA-Z0-9]+)[^>]*?(/?)>").matcher(markup);
      while (tag.find()) {
        String name = tag.group(2);
        if (!tag.group(1).isEmpty()) {
          assertThat(open.pop()).isEqualTo(name);
        } else if (tag.group(3).isEmpty() && !VOID.contains(name)) {
          open.push(name);
        }
      }
      assertThat(open).isEmpty();
    }
  }

  private String whole(Path elsewhere) {
    files = new StudyFiles(elsewhere, StudyFiles.RATES, "half");
    return whole().html();
  }

  @Test
  void aStudyOfTwoAxesHasTheLastOneAcross() {
    StudyReport report =
        StudyFiles.bundled(folder, "gradient-flow", "small", (cell, seed) -> 60 + seed);
    assertThat(report.html())
        .contains("<th scope=\"col\">activation</th>\n<th scope=\"col\">batch norm</th>")
        .contains(">network: plain-20</th>", "<td class=\"empty\"></td>")
        .contains("class=\"multiples\" data-title=\"Gradient norm per layer, by depth\"")
        .contains("at the beginning", "halfway", "at the end")
        .contains("A line is of one step's batch");
    assertThat(report.markdown()).contains("| network | activation | batch norm | none |");
  }

  @Test
  void claimsOnTheStudyAreReadOffItsComparisons() {
    StudyReport report =
        StudyFiles.bundled(
            folder,
            "shortcut-options",
            "small",
            (cell, seed) -> cell.labels().containsValue("A") ? 50 - seed * 0.01 : 60 + seed * 0.02);
    assertThat(report.html())
        .contains("<blockquote lang=\"ko\">(A), (B), (C) 방법 모두")
        .contains("class=\"verdict contradicted\">contradicted here<", "At scale small: ");
  }

  private static long count(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }
}
