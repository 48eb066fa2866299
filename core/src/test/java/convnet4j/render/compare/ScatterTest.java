package convnet4j.render.compare;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.render.TextWidth;
import convnet4j.render.compare.Comparison.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ScatterTest {
  private static final Pattern NAME =
      Pattern.compile(
          "<text class=\"\" x=\"([^\"]+)\" y=\"([^\"]+)\" text-anchor=\"([a-z]+)\">([^<]+)<");
  private static final Pattern POINT = Pattern.compile("cx=\"([^\"]+)\" cy=\"([^\"]+)\"");

  /** A name or a point and what it covers. */
  private record Area(String what, double left, double top, double right, double bottom) {
    boolean meets(Area o) {
      return left < o.right && o.left < right && top < o.bottom && o.top < bottom;
    }
  }

  private static Row row(String name, long params, long madds) {
    return new Row(name, List.of(3, 32, 32), 10, params, madds, 1, 1, 1, List.of(), null, null);
  }

  private static List<Area> points(String svg) {
    List<Area> points = new ArrayList<>();
    for (Matcher m = POINT.matcher(svg); m.find(); ) {
      double x = Double.parseDouble(m.group(1));
      double y = Double.parseDouble(m.group(2));
      points.add(new Area("point", x - 4, y - 4, x + 4, y + 4));
    }
    return points;
  }

  private static List<Area> names(String svg) {
    List<Area> names = new ArrayList<>();
    for (Matcher m = NAME.matcher(svg); m.find(); ) {
      double x = Double.parseDouble(m.group(1));
      double y = Double.parseDouble(m.group(2));
      double width = TextWidth.of(m.group(4), 12);
      double left = m.group(3).equals("end") ? x - width : x;
      names.add(new Area(m.group(4), left, y - 9, left + width, y));
    }
    return names;
  }

  @Provide
  Arbitrary<List<Row>> rows() {
    Arbitrary<String> name =
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(20);
    Arbitrary<Long> params = Arbitraries.longs().between(100_000, 200_000_000);
    Arbitrary<Long> madds = Arbitraries.longs().between(1_000_000, 20_000_000_000L);
    return Combinators.combine(name, params, madds)
        .as(ScatterTest::row)
        .list()
        .ofMinSize(2)
        .ofMaxSize(12);
  }

  @Property(tries = 500)
  void namesCoverNeitherPointsNorEachOther(@ForAll("rows") List<Row> rows) {
    String svg = Scatter.svg(rows);
    List<Area> points = points(svg);
    List<Area> names = names(svg);
    assertThat(points).hasSize(rows.size());
    assertThat(names.stream().map(Area::what)).isEqualTo(rows.stream().map(Row::network).toList());
    for (Area name : names) {
      assertThat(points).filteredOn(name::meets).isEmpty();
      assertThat(names).filteredOn(name::meets).hasSize(1);
      assertThat(name.left >= 0 && name.right <= 640 && name.top >= 0 && name.bottom <= 360)
          .isTrue();
    }
  }

  /** The plot lies between 56 and 616 across, 316 and 16 upwards: see the class. */
  @Test
  void axesAreLogarithmicFromOnePowerOfTenToAnother() {
    String svg = Scatter.svg(List.of(row("a", 1_000_000, 10_000_000), row("b", 10_000_000, 2)));
    assertThat(svg).contains("cx=\"56\" cy=\"16\"").contains("cx=\"616\"");
    assertThat(svg).contains(">1M<", ">10M<", ">1<", ">100K<").doesNotContain(">1.00M<");
  }
}
