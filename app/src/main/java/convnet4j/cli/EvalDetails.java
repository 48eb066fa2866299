package convnet4j.cli;

import static convnet4j.render.Table.left;
import static convnet4j.render.Table.right;

import convnet4j.errors.InputException;
import convnet4j.io.AtomicFile;
import convnet4j.render.ConfusionSvg;
import convnet4j.render.Table;
import convnet4j.stats.Answer;
import convnet4j.stats.Confusion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** What {@code eval} tells beyond totals, when it is asked to: class by class, and in a picture. */
final class EvalDetails {
  @Option(
      names = "--per-class",
      description = "Add images, recall, precision and the most frequent mistake of every class.")
  private boolean perClass;

  @Option(
      names = "--confusion",
      paramLabel = "FILE.svg",
      description = "Draw the confusion matrix: labels by predicted classes.")
  private Path picture;

  /** Refuses a picture that could not be written: better before the work than after it. */
  void check() {
    if (picture == null) {
      return;
    }
    if (!picture.toString().toLowerCase(Locale.ROOT).endsWith(".svg")) {
      throw new InputException(
          "--confusion: expects a file whose name ends in .svg, received '"
              + picture
              + "'; browsers and editors open SVG");
    }
    OutputOptions.writable("--confusion", picture);
  }

  /** Draws the picture, if one is wanted. */
  void draw(List<Answer> answers, List<String> classes, String title, Console console)
      throws IOException {
    if (picture == null) {
      return;
    }
    Confusion confusion = Confusion.of(answers, classes.size());
    AtomicFile.writeString(picture, ConfusionSvg.of(confusion, classes, title, note(confusion)));
    console.say("written: " + picture);
  }

  /** How many images there are, and how many of them were recognised. */
  static String note(Confusion confusion) {
    long images = IntStream.range(0, confusion.classes()).mapToLong(confusion::images).sum();
    long correct = IntStream.range(0, confusion.classes()).mapToLong(confusion::correct).sum();
    String note =
        Format.text(
            "%s, %s of them right, top-1 %s",
            Format.count(images, "test image"),
            Format.count(correct),
            Format.percent(100.0 * correct / images));
    return confusion.undecided() == 0
        ? note
        : note + "; " + Format.count(confusion.undecided()) + " undecided (NaN), in no cell";
  }

  /** A table with a row per class below an empty line; nothing unless it is wanted. */
  String text(List<Answer> answers, List<String> classes) {
    return perClass ? "\n" + table(Confusion.of(answers, classes.size()), classes) : "";
  }

  /** Adds {@code per_class}, if it is wanted. */
  void addTo(Map<String, Object> json, List<Answer> answers, List<String> classes) {
    if (perClass) {
      json.put("per_class", rows(Confusion.of(answers, classes.size()), classes));
    }
  }

  static String table(Confusion confusion, List<String> classes) {
    Table table =
        new Table(
            left("class"),
            right("images"),
            right("correct"),
            right("recall"),
            right("precision"),
            left("most often taken for"));
    Map<Integer, Confusion.Entry> mistakes = mostFrequent(confusion);
    for (int c = 0; c < classes.size(); c++) {
      Confusion.Entry mistake = mistakes.get(c);
      table.row(
          classes.get(c),
          Format.count(confusion.images(c)),
          Format.count(confusion.correct(c)),
          Format.percent(percent(confusion.recall(c))),
          Format.percent(percent(confusion.precision(c))),
          mistake == null
              ? ""
              : classes.get(mistake.predicted()) + " (" + Format.count(mistake.images()) + ")");
    }
    return table.text();
  }

  private static List<Map<String, Object>> rows(Confusion confusion, List<String> classes) {
    Map<Integer, Confusion.Entry> mistakes = mostFrequent(confusion);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("class", classes.get(c));
      row.put("images", confusion.images(c));
      row.put("correct", confusion.correct(c));
      row.put("recall", percent(confusion.recall(c)));
      row.put("precision", percent(confusion.precision(c)));
      row.put("most_often_taken_for", mistake(mistakes.get(c), classes));
      rows.add(row);
    }
    return rows;
  }

  private static Map<String, Object> mistake(Confusion.Entry mistake, List<String> classes) {
    if (mistake == null) {
      return null;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("class", classes.get(mistake.predicted()));
    json.put("images", mistake.images());
    return json;
  }

  /** The most frequent mistake by label, for labels that have one. */
  private static Map<Integer, Confusion.Entry> mostFrequent(Confusion confusion) {
    Map<Integer, Confusion.Entry> first = new LinkedHashMap<>();
    confusion.mistakes().forEach(mistake -> first.putIfAbsent(mistake.label(), mistake));
    return first;
  }

  private static Double percent(OptionalDouble share) {
    return share.isPresent() ? 100 * share.getAsDouble() : null;
  }
}
