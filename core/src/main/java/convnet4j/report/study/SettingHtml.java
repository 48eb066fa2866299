package convnet4j.report.study;

import convnet4j.render.Html;
import java.util.List;
import java.util.Map;

/** A study's setting as part of a page. */
final class SettingHtml {
  private final Setting setting;
  private final Html html = new Html();

  SettingHtml(StudyReport report) {
    this.setting = report.setting();
  }

  String html() {
    html.open("div", "class", "settings");
    list("What varies", setting.axes());
    list("What all runs share", setting.common());
    list("What was run", setting.runs());
    html.close();
    List<String> diverged = setting.diverged();
    if (!diverged.isEmpty()) {
      html.text("p", "Diverged: " + String.join("; ", diverged) + ".", "class", "problem");
    }
    html.open("details");
    html.text("summary", "Every value that all runs share");
    html.open("dl", "class", "pairs all");
    pairs(setting.complete());
    html.close().close();
    return html.end();
  }

  private void list(String title, Map<String, String> values) {
    if (values.isEmpty()) {
      return;
    }
    html.open("div");
    html.text("h3", title);
    html.open("dl", "class", "pairs");
    pairs(values);
    html.close().close();
  }

  private void pairs(Map<String, String> values) {
    values.forEach(
        (key, value) -> {
          html.open("div");
          html.text("dt", key);
          html.text("dd", value);
          html.close();
        });
  }
}
