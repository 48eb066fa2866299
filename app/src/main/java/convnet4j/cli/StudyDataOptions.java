package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the images of a study lie. */
final class StudyDataOptions {
  @Option(
      names = "--data",
      paramLabel = "[NAME=]PATH",
      description =
          "Where the data set NAME of the study lies, or another to take in its place; may be"
              + " repeated. NAME= may be left out where the study has one data set. The study's"
              + " folder remembers it.")
  private List<String> data = List.of();

  @Option(names = "--offline", description = "Never download what is missing.")
  private boolean offline;

  @Mixin private PixelLimit limit;

  boolean offline() {
    return offline;
  }

  /** The same for the command train, less the places. */
  List<String> flags() {
    List<String> flags = new ArrayList<>(List.of("--max-pixels", Long.toString(limit.checked())));
    if (offline) {
      flags.add("--offline");
    }
    return flags;
  }

  Dataset open(String nameOrPath, Console console) {
    return limit.open(nameOrPath, offline, console);
  }

  /**
   * What was given, in a form that means the same in every working directory.
   *
   * @param names of the study's data sets
   * @return places by those names
   */
  Map<String, String> places(Set<String> names) {
    Map<String, String> places = new LinkedHashMap<>();
    for (String text : data) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? "" : text.substring(0, equals);
      if (names.contains(name)) {
        places.put(name, DataOptions.lasting(text.substring(equals + 1)));
      } else if (names.size() == 1) {
        places.put(names.iterator().next(), DataOptions.lasting(text));
      } else if (equals < 0) {
        throw new InputException(
            "--data: expects NAME=PATH with one of "
                + String.join(", ", names)
                + ", received '"
                + text
                + "'");
      } else {
        throw Nearest.unknown("data set of the study", name, names, "");
      }
    }
    return places;
  }
}
