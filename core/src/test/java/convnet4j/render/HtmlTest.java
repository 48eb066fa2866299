package convnet4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlTest {
  @Test
  void textAndAttributesAreEscaped() {
    Html html = new Html().open("p", "title", "a \"b\" & c").text("b", "<i>고양이</i>").close();
    assertThat(html.end())
        .isEqualTo("<p title=\"a &quot;b&quot; &amp; c\">\n<b>&lt;i&gt;고양이&lt;/i&gt;</b>\n</p>\n");
  }

  @Test
  void dataCannotEndTheElementThatItIsIn() {
    String html = new Html().data("[\"</script><b>\"]", "type", "application/json").end();
    assertThat(html)
        .isEqualTo("<script type=\"application/json\">[\"\\u003c/script>\\u003cb>\"]</script>\n");
  }

  @Test
  void everyElementIsClosed() {
    assertThat(new Html().open("main").open("section").empty("img", "alt", "x").end())
        .isEqualTo("<main>\n<section>\n<img alt=\"x\">\n</section>\n</main>\n");
  }

  @Test
  void anAttributeWithoutAValueIsAMistakeInTheProgram() {
    assertThatThrownBy(() -> new Html().open("p", "class"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
