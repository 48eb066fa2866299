package convnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.study.Claim.Reading;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimsTest {
  private static final String CLAIMS =
      """
      claims:
      - id: one
        document: a slide
        quote: "깊을수록: 좋다"
        english: the deeper, the better
        study: shortcuts
        comparisons: [depth]
        holds-if: b above a
        note: of errors
      - id: two
        document: a slide
        quote: as printed
        english: as printed
        study: shortcuts
        figure: gradients by depth
      """;

  private static List<Claim> read(String text) throws IOException {
    Study study =
        StudyYaml.read("shortcuts.yaml", "shortcuts", new StringReader(StudyYamlTest.WHOLE));
    return Claims.read(
        "claims.yaml",
        new StringReader(text),
        name -> {
          if (!name.equals("shortcuts")) {
            throw new InputException("unknown study '" + name + "'");
          }
          return study;
        });
  }

  @Test
  void aClaimNamesWhatSpeaksToIt() throws IOException {
    List<Claim> claims = read(CLAIMS);
    assertThat(claims.get(0).evidence())
        .isEqualTo(new Claim.Tests(List.of("depth"), Reading.B_ABOVE_A));
    assertThat(claims.get(0).quote()).isEqualTo("깊을수록: 좋다");
    assertThat(claims.get(0).note()).isEqualTo("of errors");
    assertThat(claims.get(1).evidence()).isEqualTo(new Claim.Figure("gradients by depth"));
    assertThat(claims.get(1).note()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          note: of        | nota: of          | claims 1: unknown key 'nota': did you mean 'note'?
          [depth]         | [depht]           | claims 1: comparisons: comparison of shortcuts 'depht': did you mean 'depth'?
          [depth]         | []                | claims 1: comparisons: expects at least one
          b above a       | a over b          | claims 1: holds-if 'a over b': did you mean 'a above b'?
          study: shortcuts| study: shortcut   | claims 1: study: unknown study 'shortcut'
          figure: g       | holds-if: g       | claims 2: expects either comparisons and holds-if or a figure
          id: two         | id: one           | claims 2: id: 'one' is the name of another claim
          english: as     | ENGLISH: as       | claims 2: unknown key 'ENGLISH'
          """)
  void whatIsWrongIsToldWithItsPlace(String good, String bad, String message) {
    assertThatThrownBy(() -> read(CLAIMS.replace(good, bad)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("claims.yaml: ")
        .hasMessageContaining(message);
  }

  /** Reading refuses a study or comparison that there is not. */
  @Test
  void everyClaimOfTheDocumentsNamesAStudyAndItsComparisons() {
    assertThat(Claims.all()).hasSizeGreaterThan(50);
    assertThat(Claims.all().stream().map(claim -> claim.document().split(" ")[0]).distinct())
        .containsExactlyInAnyOrder(
            "resnet-cifar10-experiments",
            "vgg-resnet-mobilenetv2-report",
            "resnet-paper-review",
            "cnn-lecture-resnet-inception-augmentation");
  }

  @Test
  void aStudyHasTheClaimsThatNameIt() {
    Study failed = Studies.read("failed-shortcuts").study();
    assertThat(Claims.on(failed).stream().map(Claim::id))
        .containsExactly(
            "presentation-reversed-bottleneck-fails",
            "presentation-relu-then-add-similar",
            "presentation-add-square-bad");
  }
}
