package convnet4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void wordsStandLeftNumbersRightAndNoLineEndsInSpaces() {
    Table table =
        new Table(Table.left("name"), Table.right("n"), Table.left("note"))
            .section("Fruit")
            .row("apple", "1,000", "")
            .row("fig", "7", "3×3")
            .rule()
            .row("total", "1,007", "");

    assertThat(table.text())
        .isEqualTo(
            """
            name       n  note

            Fruit
            apple  1,000
            fig        7  3×3
            ──────────────────
            total  1,007
            """);
  }

  @Test
  void countsAreGroupedWhateverTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Table.count(11_689_512)).isEqualTo("11,689,512");
      assertThat(Table.count(999)).isEqualTo("999");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aRowHasACellPerColumn() {
    assertThatThrownBy(() -> new Table(Table.left("a"), Table.left("b")).row("1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row has 2 cells, received 1");
  }
}
