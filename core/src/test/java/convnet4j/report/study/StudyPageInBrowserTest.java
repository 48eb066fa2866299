package convnet4j.report.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In Chromium, where this machine has it. */
class StudyPageInBrowserTest {
  private static final String OVERFLOWING =
      "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right >"
          + " innerWidth + 1 && !e.closest('.wide') && e.checkVisibility())"
          + ".map(e => e.tagName + '.' + e.className)";

  @TempDir private Path folder;
  private HeadlessBrowser browser;
  private Path page;

  @BeforeEach
  void open() throws Exception {
    Optional<Path> found = HeadlessBrowser.find();
    assumeTrue(found.isPresent(), "no Chromium on the path: the page was not opened");
    browser = new HeadlessBrowser(found.get(), folder.resolve("profile"));
    StudyReport report =
        StudyFiles.bundled(
            folder.resolve("study"),
            "plain-vs-residual",
            "small",
            (cell, seed) -> 60 + 0.4 * seed + cell.text().hashCode() % 7);
    page = folder.resolve("report.html");
    Files.writeString(page, report.html());
  }

  @AfterEach
  void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void nothingIsAskedForAndNothingGoesWrong() throws Exception {
    browser.size(1200, 900, false);
    browser.open(page);
    assertThat(browser.requests()).containsExactly(page.toUri().toString());
    assertThat(browser.problems()).isEmpty();
    assertThat(browser.eval("document.querySelectorAll('.plot').length").asInt()).isGreaterThan(10);
    assertThat(browser.eval("document.querySelectorAll('h2').length").asInt()).isEqualTo(9);
  }

  @Test
  void thePointerShowsValuesAndALegendHidesCurvesInAllPlots() throws Exception {
    browser.size(1200, 900, false);
    browser.open(page);
    hover("#curves .plot .area");
    assertThat(browser.eval("document.querySelector('#curves .tip').textContent").asText())
        .startsWith("epoch ")
        .contains("test", "training", "%", " to ");
    hover("#cost .scatter .area");
    assertThat(browser.eval("document.querySelector('#cost .tip').textContent").asText())
        .contains("±", "million parameters");
    browser.eval("document.querySelector('#curves .key').click()");
    assertThat(browser.eval("document.querySelectorAll('#curves .curve[hidden]').length").asInt())
        .isEqualTo(browser.eval("document.querySelectorAll('#curves .plot').length").asInt());
    assertThat(browser.problems()).isEmpty();
  }

  private void hover(String selector) throws Exception {
    String element = "document.querySelector('" + selector + "')";
    browser.eval(element + ".scrollIntoView({block: 'center'})");
    JsonNode box =
        browser.eval(
            "(r => [r.x, r.y, r.width, r.height])(" + element + ".getBoundingClientRect())");
    browser.move(
        box.get(0).asDouble() + box.get(2).asDouble() / 2,
        box.get(1).asDouble() + box.get(3).asDouble() / 2);
    browser.eval("new Promise(done => requestAnimationFrame(done)) && 0");
  }

  @Test
  void aPhoneIsWideEnough() throws Exception {
    for (int width : List.of(390, 320)) {
      browser.size(width, 844, true);
      browser.open(page);
      assertThat(browser.eval("document.documentElement.scrollWidth").asInt()).isEqualTo(width);
      assertThat(browser.eval(OVERFLOWING)).isEmpty();
      assertThat(browser.eval("parseFloat(getComputedStyle(document.body).fontSize)").asDouble())
          .isGreaterThanOrEqualTo(15);
    }
  }

  @Test
  void inTheDarkTextIsLightOnDark() throws Exception {
    browser.scheme("dark");
    browser.open(page);
    JsonNode colours =
        browser.eval("(s => [s.color, s.backgroundColor])(getComputedStyle(document.body))");
    assertThat(colours.get(0).asText()).isEqualTo("rgb(232, 234, 237)");
    assertThat(colours.get(1).asText()).isEqualTo("rgb(23, 24, 26)");
  }

  @Test
  void itCanBePrinted() throws Exception {
    browser.open(page);
    String pdf = new String(browser.print(), StandardCharsets.ISO_8859_1);
    assertThat(pdf).startsWith("%PDF-");
    assertThat(pdf.split("/Type ?/Page\\b", -1).length - 1).isBetween(4, 20);
  }
}
