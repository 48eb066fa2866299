package convnet4j.errors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputExceptionTest {
  @Test
  void theMessageIsOneLineWhateverNamesItQuotes() {
    assertThat(new InputException("a\nb\r\n\u001b[31mc\u2028d\n")).hasMessage("a b [31mc d");
  }

  @Test
  void keepsWordsOfEveryLanguage() {
    assertThat(new InputException("사진: größer als 3×3")).hasMessage("사진: größer als 3×3");
  }
}
