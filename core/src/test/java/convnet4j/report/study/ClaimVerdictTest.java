package convnet4j.report.study;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.report.study.ClaimVerdict.Word;
import convnet4j.study.Claim;
import convnet4j.study.Claim.Reading;
import convnet4j.study.Scale;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimVerdictTest {
  private static final String TEST = "high against low";

  @TempDir private Path folder;

  /** Seeds of high less those of low. */
  private StudyEvidence evidence(double... differences) {
    StudyFiles files = new StudyFiles(folder, StudyFiles.RATES, "full");
    for (int seed = 0; seed < differences.length; seed++) {
      files.finished("high", seed, 50 + seed + differences[seed], 70 + seed * 0.7);
      files.finished("low", seed, 50 + seed, 70 - seed * 0.6);
    }
    return files.report().evidence();
  }

  private static ClaimVerdict verdict(Claim.Evidence asked, StudyEvidence evidence) {
    Claim claim = new Claim("id", "a slide", "quote", "english", "rates", asked, "");
    return ClaimVerdict.of(claim, Scale.FULL, evidence);
  }

  private static ClaimVerdict verdict(Reading reading, StudyEvidence evidence) {
    return verdict(new Claim.Tests(List.of(TEST), reading), evidence);
  }

  @Test
  void aRealDifferenceSpeaksForOneOrder() {
    StudyEvidence real = evidence(2, 2.1, 1.9);
    assertThat(verdict(Reading.A_ABOVE_B, real).word()).isEqualTo(Word.SUPPORTED);
    assertThat(verdict(Reading.A_ABOVE_B, real).why())
        .isEqualTo("At full scale: a real difference of +2.00 points.");
    assertThat(verdict(Reading.B_ABOVE_A, real).word()).isEqualTo(Word.CONTRADICTED);
    assertThat(verdict(Reading.B_ABOVE_A, real).why()).contains("+2.00 points, the other way");
    assertThat(verdict(Reading.NO_DIFFERENCE_SHOWN, real).word()).isEqualTo(Word.CONTRADICTED);
  }

  @Test
  void whatIsNotShownIsNotDecided() {
    StudyEvidence noisy = evidence(2, -1.5, 1);
    assertThat(verdict(Reading.A_ABOVE_B, noisy).word()).isEqualTo(Word.UNDECIDED);
    assertThat(verdict(Reading.B_ABOVE_A, noisy).word()).isEqualTo(Word.UNDECIDED);
    assertThat(verdict(Reading.A_ABOVE_B, noisy).why())
        .contains("not distinguishable (+0.50 points)");
  }

  /** The mean is 0.5, the standard error √3.25/√3, the quantile 4.3027: up to 4.98. */
  @Test
  void noDifferenceShownIsNoSupportWhileALargeOneIsLeft() {
    ClaimVerdict verdict = verdict(Reading.NO_DIFFERENCE_SHOWN, evidence(2, -1.5, 1));
    assertThat(verdict.word()).isEqualTo(Word.UNDECIDED);
    assertThat(verdict.why()).contains("one of up to 4.98 points is not ruled out");
  }

  /** The interval of 45, −45 and 30 reaches beyond 130. */
  @Test
  void noMoreIsLeftThanPercentagesCanDiffer() {
    assertThat(verdict(Reading.NO_DIFFERENCE_SHOWN, evidence(45, -45, 30)).why())
        .contains("one of up to 100.00 points is not ruled out");
  }

  /** The mean is 0, the standard error 0.01/√3: up to 0.0248. */
  @Test
  void noDifferenceIsSupportedWhereNoneThatMattersIsLeft() {
    ClaimVerdict verdict = verdict(Reading.NO_DIFFERENCE_SHOWN, evidence(0.01, -0.01, 0));
    assertThat(verdict.word()).isEqualTo(Word.SUPPORTED);
    assertThat(verdict.why()).contains("one above 0.02 points is ruled out");
  }

  @Test
  void allComparisonsOfAClaimMustReadSo() {
    StudyEvidence real = evidence(2, 2.1, 1.9);
    Claim.Tests both =
        new Claim.Tests(List.of(TEST, "low against high, training"), Reading.A_ABOVE_B);
    ClaimVerdict verdict = verdict(both, real);
    assertThat(verdict.word()).isEqualTo(Word.UNDECIDED);
    assertThat(verdict.why())
        .contains(
            "high against low, a real difference of +2.00 points; low against high, training,");
  }

  @Test
  void oneSeedDecidesNothing() {
    ClaimVerdict verdict = verdict(Reading.A_ABOVE_B, evidence(20));
    assertThat(verdict.word()).isEqualTo(Word.UNDECIDED);
    assertThat(verdict.why()).contains("one seed says nothing about recipes (+20.00 points)");
  }

  @Test
  void aFigureIsToBeLookedAt() {
    ClaimVerdict verdict = verdict(new Claim.Figure("gradients by depth"), evidence(2));
    assertThat(verdict.word().text()).isEqualTo("no test");
    assertThat(verdict.why()).isEqualTo("look at: gradients by depth.");
    assertThat(verdict(new Claim.Figure("none; nobody looks"), evidence(2)).why())
        .isEqualTo("none; nobody looks.");
  }
}
