package convnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.io.Csv.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {
  private static List<Row> read(String text) {
    return Csv.read("list.csv", text.getBytes(StandardCharsets.UTF_8));
  }

  /** The examples of RFC 4180, section 2. */
  @Test
  void readsTheExamplesOfTheRfc() {
    assertThat(read("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n"))
        .containsExactly(
            new Row(1, List.of("aaa", "bbb", "ccc")), new Row(2, List.of("zzz", "yyy", "xxx")));
    assertThat(read("aaa,bbb,ccc\r\nzzz,yyy,xxx"))
        .isEqualTo(read("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n"));
    assertThat(read("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx"))
        .isEqualTo(read("aaa,bbb,ccc\r\nzzz,yyy,xxx"));
    assertThat(read("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx"))
        .containsExactly(
            new Row(1, List.of("aaa", "b\r\nbb", "ccc")), new Row(3, List.of("zzz", "yyy", "xxx")));
    assertThat(read("\"aaa\",\"b\"\"bb\",\"ccc\""))
        .containsExactly(new Row(1, List.of("aaa", "b\"bb", "ccc")));
  }

  @Test
  void keepsSpacesAndEmptyFieldsAndPassesOverEmptyLines() {
    assertThat(read("\uFEFF a ,\n\n\r\n,튤립\n\"\"\n\"\",\n"))
        .containsExactly(
            new Row(1, List.of(" a ", "")),
            new Row(4, List.of("", "튤립")),
            new Row(6, List.of("", "")));
    assertThat(read("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "'a,b~c,\"d~e' | line 2: expected comma-separated values, received a quote that is never",
        "'a~b\"c' | line 2: expected comma-separated values, received a quote within a field",
        "'a~\"b\"c' | line 2: expected comma-separated values, received text after a closing quote",
        "'\"a~b\"c' | line 2: expected comma-separated values, received text after a closing quote",
      })
  void namesTheLineOfAQuoteOutOfPlace(String text, String message) {
    assertThatThrownBy(() -> read(text.replace('~', '\n')))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("list.csv " + message);
  }

  @Test
  void refusesWhatIsNoUtf8() {
    assertThatThrownBy(() -> Csv.read("list.csv", new byte[] {'a', (byte) 0xC3, '\n'}))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("list.csv: expected text in UTF-8");
  }

  @Property
  void readsBackWhatIsWrittenByTheRfc(
      @ForAll @Size(min = 1, max = 4)
          List<
                  @Size(min = 2, max = 3) List<
                      @StringLength(max = 5) @CharRange(from = ' ', to = '"')
                      @CharRange(from = ',', to = ',') @CharRange(from = '\n', to = '\r') String>>
              rows) {
    String text =
        rows.stream()
            .map(
                row ->
                    row.stream()
                        .map(field -> '"' + field.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(",")))
            .collect(Collectors.joining("\r\n"));
    assertThat(read(text)).extracting(Row::fields).isEqualTo(rows);
  }
}
