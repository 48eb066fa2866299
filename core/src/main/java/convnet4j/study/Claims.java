package convnet4j.study;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import convnet4j.io.Yaml;
import convnet4j.study.Claim.Evidence;
import convnet4j.study.Claim.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What the documents conclude: {@code studies/claims.yaml}, whose form is in docs/studies.md. No
 * verdict is written there; reports compute them.
 */
public final class Claims {
  private static final String FILE = "/studies/claims.yaml";
  private static final String COMPARISONS = "comparisons";
  private static final String HOLDS_IF = "holds-if";
  private static final String FIGURE = "figure";

  private Claims() {}

  /** Those that {@code study} speaks to, as far as it has the comparisons that they name. */
  public static List<Claim> on(Study study) {
    if (!Studies.names().contains(study.name())) {
      return List.of();
    }
    List<String> names = names(study);
    return Bundled.ALL.stream()
        .filter(claim -> claim.study().equals(study.name()))
        .filter(
            claim ->
                switch (claim.evidence()) {
                  case Claim.Tests tests -> names.containsAll(tests.comparisons());
                  case Claim.Figure figure -> true;
                })
        .toList();
  }

  /** All of them, in the file's order. */
  public static List<Claim> all() {
    return Bundled.ALL;
  }

  /** Read when they are first asked for. */
  private static final class Bundled {
    static final List<Claim> ALL = read();

    private static List<Claim> read() {
      try (InputStream in = Claims.class.getResourceAsStream(FILE);
          Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
        return Claims.read("claims.yaml", reader, name -> Studies.read(name).study());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Reads claims.
   *
   * @param where the file's name, for messages
   * @param studies by name; refuses what is none
   * @throws InputException naming the claim and what is wrong with it
   */
  static List<Claim> read(String where, Reader reader, Function<String, Study> studies)
      throws IOException {
    StudyValues values = StudyValues.of(Yaml.read(where, reader));
    try {
      values.allow("claims");
      List<Claim> claims = new ArrayList<>();
      for (StudyValues item : values.items("claims")) {
        claims.add(claim(item, claims, studies));
      }
      return List.copyOf(claims);
    } catch (InputException e) {
      throw new InputException(where + ": " + e.getMessage(), e);
    }
  }

  private static Claim claim(
      StudyValues item, List<Claim> others, Function<String, Study> studies) {
    item.allow(
        "id", "document", "quote", "english", "study", COMPARISONS, HOLDS_IF, FIGURE, "note");
    String id = item.text("id");
    if (others.stream().anyMatch(other -> other.id().equals(id))) {
      throw new InputException(item.at("id") + ": '" + id + "' is the name of another claim");
    }
    Study study = study(item, studies);
    return new Claim(
        id,
        item.text("document"),
        item.text("quote"),
        item.text("english"),
        study.name(),
        evidence(item, study),
        item.text("note", ""));
  }

  private static Study study(StudyValues item, Function<String, Study> studies) {
    try {
      return studies.apply(item.text("study"));
    } catch (InputException e) {
      throw new InputException(item.at("study") + ": " + e.getMessage(), e);
    }
  }

  private static Evidence evidence(StudyValues item, Study study) {
    boolean tested = item.values().containsKey(COMPARISONS);
    if (tested == item.values().containsKey(FIGURE)
        || tested != item.values().containsKey(HOLDS_IF)) {
      throw new InputException(
          item.where() + ": expects either comparisons and holds-if or a figure, received others");
    }
    if (!tested) {
      return new Claim.Figure(item.text(FIGURE));
    }
    List<String> names = item.texts(COMPARISONS);
    for (String name : names) {
      if (!names(study).contains(name)) {
        throw Nearest.unknown(
            item.at(COMPARISONS) + ": comparison of " + study.name(), name, names(study), "");
      }
    }
    if (names.isEmpty()) {
      throw new InputException(item.at(COMPARISONS) + ": expects at least one, received none");
    }
    return new Claim.Tests(names, reading(item));
  }

  private static Reading reading(StudyValues item) {
    String label = item.text(HOLDS_IF);
    return Arrays.stream(Reading.values())
        .filter(reading -> reading.label().equals(label))
        .findFirst()
        .orElseThrow(() -> Nearest.unknown(item.at(HOLDS_IF), label, Reading.labels(), ""));
  }

  private static List<String> names(Study study) {
    return study.comparisons().stream().map(Comparison::name).toList();
  }
}
