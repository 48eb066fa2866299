package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
  @ParameterizedTest
  @CsvSource({
    "999, 999 B",
    "1000, 1.0 kB",
    "9949, 9.9 kB",
    "9951, 10 kB",
    "170498071, 170 MB",
    "999600000, 1.0 GB",
    "9223372036854775807, 9.2 EB"
  })
  void bytesAreDecimal(long bytes, String text) {
    assertThat(Format.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"3.006|3.01", "30.06|30.1", "195.4|195", "12345.6|12,346"})
  void ratesHaveThreeDigits(double rate, String text) {
    assertThat(Format.rate(rate)).isEqualTo(text);
  }

  @Test
  void numbersDoNotFollowTheMachinesLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Format.percent(93.456)).isEqualTo("93.46 %");
      assertThat(Format.count(60_000)).isEqualTo("60,000");
      assertThat(Format.loss(0.28125)).isEqualTo("0.2813");
      assertThat(Format.learningRate(0.0912345)).isEqualTo("0.0912");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void oneIsNoPlural() {
    assertThat(Format.count(1, "epoch")).isEqualTo("1 epoch");
    assertThat(Format.count(2000, "epoch")).isEqualTo("2,000 epochs");
  }

  @Test
  void aScoreThatThereIsNoneOfIsADash() {
    assertThat(Format.percent(null)).isEqualTo("–");
  }
}
