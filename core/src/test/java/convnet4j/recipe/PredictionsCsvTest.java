package convnet4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.stats.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionsCsvTest {
  private static final String HEADER = "index,label,predicted,probability\n";

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("p.csv"), text);
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    List<Answer> answers = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 2000; i++) {
      float p = (float) Math.pow(random.nextDouble(), 1 + i % 40);
      answers.add(new Answer(3 * i, random.nextInt(1000), random.nextInt(1000), p));
    }
    answers.add(new Answer(Integer.MAX_VALUE, 0, 7, Float.NaN));
    answers.add(new Answer(6001, 0, 7, Float.MIN_VALUE));
    answers.sort((a, b) -> Integer.compare(a.index(), b.index()));
    Path file = folder.resolve("written.csv");
    PredictionsCsv.write(file, answers);
    assertThat(PredictionsCsv.read(file)).isEqualTo(answers);
  }

  @Test
  void linesMayEndAsOnWindowsAndComeInAnyOrder() throws IOException {
    Path file = file((HEADER + "7,1,2,1.0\n3,0,0,2.5E-4").replace("\n", "\r\n"));
    assertThat(PredictionsCsv.read(file))
        .containsExactly(new Answer(3, 0, 0, 2.5e-4f), new Answer(7, 1, 2, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | line 1: expects the columns index,label,predicted,probability, received ''",
        "index,label | line 1: expects the columns",
        "H | line 1: expects the predictions of at least one image, received 'none'",
        "H1,2,3 | line 2: expects 4 values",
        "H1,2,3,0.5,6 | line 2: expects 4 values",
        "H0,0,0,1;;1,2,3,1 | line 3: expects 4 values",
        "H0,0,0,1;-1,2,3,1 | line 3: expects index to be a whole number",
        "H1,x,3,1 | line 2: expects label to be a whole number of at least 0, received 'x'",
        "H1,2,3.0,1 | line 2: expects predicted to be",
        "H2147483648,2,3,1 | line 2: expects index to be",
        "H1, 2,3,1 | line 2: expects label to be",
        "H1,2,3,1.5 | line 2: expects probability to be a number from 0 to 1, received '1.5'",
        "H1,2,3,-0.1 | expects probability",
        "H1,2,3,0x1p0 | expects probability",
        "H1,2,3,Infinity | expects probability",
        "H1,2,3,1e99 | expects probability",
        "H1,2,3,0.5f | expects probability",
        "H1,2,3, | expects probability",
        "H5,0,0,1;6,0,0,1;5,0,0,1 | line 4: expects every image once, received 'index 5 again'"
      })
  void whatIsNotAsWrittenIsRefusedByLine(String text, String message) throws IOException {
    Path file = file(text.replace("H", HEADER).replace(';', '\n'));
    assertThatThrownBy(() -> PredictionsCsv.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void aLineWithoutAnEndIsNotReadToItsEnd() throws IOException {
    Path file = file(HEADER + "1".repeat(1_000_000));
    assertThatThrownBy(() -> PredictionsCsv.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 2: expects a line of four numbers")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
  }

  @Test
  void bytesOfAnyKindAreRefusedInOneLine() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    byte[] valid = (HEADER + "0,1,1,0.75\n1,0,1,0.5\n").getBytes();
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = valid.clone();
      for (int hits = random.nextInt(1, 4); hits > 0; hits--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Path file = Files.write(folder.resolve("fuzz.csv"), bytes);
      try {
        assertThat(PredictionsCsv.read(file)).hasSizeBetween(1, 2);
      } catch (InputException e) {
        assertThat(e).hasMessageStartingWith(file + ", line ");
      }
    }
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> PredictionsCsv.read(folder.resolve("none.csv")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none.csv: expects a file of predictions, found none");
  }
}
