package convnet4j.render.compare;

import convnet4j.cost.PublishedMemory.Verdict;
import convnet4j.render.Html;
import convnet4j.render.Svg;
import convnet4j.render.Table;
import convnet4j.render.compare.Comparison.Largest;
import convnet4j.render.compare.Comparison.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A {@link Comparison} as one page that asks for nothing else: no script, no font, no picture from
 * elsewhere.
 */
public final class ComparisonHtml {
  private final Comparison comparison;
  private final StringBuilder out = new StringBuilder();

  private ComparisonHtml(Comparison comparison) {
    this.comparison = comparison;
  }

  /** The page. */
  public static String of(Comparison comparison) {
    ComparisonHtml page = new ComparisonHtml(comparison);
    page.write();
    return page.out.toString();
  }

  private void write() {
    List<Row> rows = comparison.networks();
    String title = rows.stream().map(Row::network).collect(Collectors.joining(", "));
    line("<!DOCTYPE html>");
    line("<html lang=\"en\">");
    line("<head>");
    line("<meta charset=\"utf-8\">");
    line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    element("title", "", title + " compared");
    line("<style>\n" + Html.resource(ComparisonHtml.class, "page.css") + "</style>");
    line("</head>");
    line("<body>");
    element("h1", "", title);
    costs(rows);
    element("p", "class=\"note\"", ComparisonText.PEAK_RULE);
    if (comparison.measurement() != null) {
      element("p", "class=\"note\"", ComparisonText.conditions(comparison.measurement()));
    }
    if (rows.size() > 1) {
      element("h2", "", "Multiply-adds against parameters");
      line(Scatter.svg(rows));
    }
    largest(rows);
    published(rows.stream().filter(row -> row.published() != null).toList());
    line("</body>");
    line("</html>");
  }

  private void costs(List<Row> rows) {
    boolean measured = comparison.measurement() != null;
    List<String> titles =
        new ArrayList<>(
            List.of(
                "network",
                "input",
                "params",
                "MAdds",
                "layers",
                "receptive field",
                "peak activations"));
    if (measured) {
      titles.add("latency");
    }
    line("<table class=\"costs\">");
    head(titles);
    line("<tbody>");
    for (Row row : rows) {
      line("<tr>");
      td("", "", row.network());
      td("input", "", ComparisonText.shape(row.input()));
      bar("params", Table.count(row.params()), row, Row::params);
      bar("MAdds", Table.count(row.madds()), row, Row::madds);
      td("layers", "", Integer.toString(row.depth()));
      td("receptive field", "", Long.toString(row.receptiveField()));
      String peak = ComparisonText.mebibytes(row.peakActivationBytes());
      bar("peak activations", peak, row, Row::peakActivationBytes);
      if (measured) {
        bar("latency", ComparisonText.range(row.latency()), row, r -> r.latency().medianMs());
      }
      line("</tr>");
    }
    line("</tbody>\n</table>");
  }

  private void bar(String title, String text, Row row, ToDoubleFunction<Row> value) {
    double most = comparison.networks().stream().mapToDouble(value).max().orElseThrow();
    String share = Svg.number(100 * value.applyAsDouble(row) / most);
    line(
        "<td data-title=\"%s\">%s<span class=\"bar\" style=\"width:%s%%\"></span></td>"
            .formatted(title, Svg.escape(text), share));
  }

  private void largest(List<Row> rows) {
    element("h2", "", "Largest tensor at each resolution, channels / kB");
    List<String> titles = new ArrayList<>(List.of("size"));
    rows.forEach(row -> titles.add(row.network()));
    line("<div class=\"wide\"><table>");
    head(titles);
    line("<tbody>");
    for (String size : ComparisonText.sizes(rows)) {
      line("<tr>");
      td("", "", size);
      for (Row row : rows) {
        td(
            "",
            "",
            row.largestTensors().stream()
                .filter(t -> ComparisonText.size(t).equals(size))
                .map(t -> ComparisonText.cell(t.channels(), t.bytes16()))
                .findFirst()
                .orElse(""));
      }
      line("</tr>");
    }
    line("</tbody>\n</table></div>");
    element("p", "class=\"note\"", ComparisonText.LARGEST_RULE);
  }

  private void published(List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    element("h2", "", "Beside " + rows.getFirst().published().source() + ", channels / kB");
    for (Row row : rows) {
      element("h3", "", row.network());
      line("<div class=\"wide\"><table>");
      head(List.of("size", "here", "in slices", "printed", "does the printed cell follow?"));
      line("<tbody>");
      row.largestTensors().stream().filter(t -> t.published() != null).forEach(this::cell);
      line("<tr>");
      td("", "", "max");
      td("", "", ComparisonText.kilobytes(ComparisonText.max(row, false)));
      td("", "", ComparisonText.kilobytes(ComparisonText.max(row, true)));
      td("", "", Integer.toString(row.published().maxKilobytes()));
      td("", "", "");
      line("</tr>\n</tbody>\n</table></div>");
    }
    element("p", "class=\"note\"", ComparisonText.SPLIT_RULE);
  }

  private void cell(Largest t) {
    Verdict verdict = t.published().verdict();
    boolean follows = verdict == Verdict.FOLLOWS || verdict == Verdict.FOLLOWS_WHEN_SPLIT;
    line("<tr>");
    td("", "", ComparisonText.size(t));
    td("", "", ComparisonText.cell(t.channels(), t.bytes16()));
    td("", "", ComparisonText.split(t));
    td("", "", t.published().channels() + " / " + t.published().kilobytes());
    td("", follows ? "words yes" : "words no", ComparisonText.verdict(t));
    line("</tr>");
  }

  private void head(List<String> titles) {
    line("<thead>\n<tr>");
    titles.forEach(title -> element("th", "scope=\"col\"", title));
    line("</tr>\n</thead>");
  }

  private void td(String title, String style, String text) {
    String attributes = title.isEmpty() ? "" : "data-title=\"" + title + "\"";
    element("td", style.isEmpty() ? attributes : "class=\"" + style + "\"", text);
  }

  private void element(String name, String attributes, String text) {
    String start = attributes.isEmpty() ? name : name + " " + attributes;
    line("<" + start + ">" + Svg.escape(text) + "</" + name + ">");
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
