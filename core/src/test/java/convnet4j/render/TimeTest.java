package convnet4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "9.94, 9.9 s",
    "9.96, 10 s",
    "59.4, 59 s",
    "59.6, 1 min 00 s",
    "242, 4 min 02 s",
    "3599.7, 1 h 00 min",
    "14537, 4 h 02 min",
    "86399, 23 h 59 min",
    "353000, 4 d 02 h"
  })
  void durationsHaveTheTwoUnitsThatMatter(double seconds, String text) {
    assertThat(Time.of(seconds)).isEqualTo(text);
  }
}
