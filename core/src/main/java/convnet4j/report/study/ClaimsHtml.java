package convnet4j.report.study;

import convnet4j.render.Html;
import convnet4j.study.Claim;
import java.util.List;
import java.util.Locale;

/** What documents claim and what a study says of it, as part of a page. */
final class ClaimsHtml {
  private ClaimsHtml() {}

  /** Empty where no document claims anything that the study speaks to. */
  static String of(List<ClaimVerdict> claims) {
    if (claims.isEmpty()) {
      return "";
    }
    Html html = new Html();
    html.text(
        "p",
        "What the documents conclude, and what these runs say of it: no more than that.",
        "class",
        "lead");
    html.open("div", "class", "claims");
    claims.forEach(verdict -> claim(html, verdict));
    html.close();
    return html.end();
  }

  private static void claim(Html html, ClaimVerdict verdict) {
    Claim claim = verdict.claim();
    html.open("article");
    html.open("div");
    boolean korean = claim.quote().codePoints().anyMatch(c -> c >= 0xAC00 && c <= 0xD7A3);
    html.text("blockquote", claim.quote(), "lang", korean ? "ko" : "en");
    if (!claim.english().equals("as printed")) {
      html.text("p", claim.english());
    }
    html.text("p", claim.document(), "class", "more");
    html.close();
    html.open("div");
    html.text("span", verdict.word().text(), "class", "verdict " + style(verdict.word()));
    html.text("p", ResultNotes.capital(verdict.why()), "class", "why");
    if (!claim.note().isEmpty()) {
      html.text("p", claim.note(), "class", "more");
    }
    html.close();
    html.close();
  }

  private static String style(ClaimVerdict.Word word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
