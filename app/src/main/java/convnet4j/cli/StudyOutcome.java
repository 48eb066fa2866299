package convnet4j.cli;

import convnet4j.io.Json;
import convnet4j.study.Ledger;
import convnet4j.study.Outcome.State;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said when a study was run. */
final class StudyOutcome {
  private StudyOutcome() {}

  /**
   * Prints it and returns the exit code.
   *
   * @param goOn the command that goes on with a study that was stopped; empty where it was not
   */
  static int print(
      StudyOptions.Given given,
      Ledger ledger,
      List<String> failures,
      Optional<String> goOn,
      Console console) {
    String study = given.folder().path().toString();
    console.say("");
    console.result(
        text(ledger) + "\nfolder: " + study + "\nreport: " + given.folder().report("html") + "\n",
        Json.pretty(json(given, ledger, failures)));
    if (goOn.isPresent()) {
      console.always("go on with:");
      console.always("  " + goOn.get());
      return ExitCode.INTERRUPTED;
    }
    return failures.isEmpty() ? ExitCode.DONE : ExitCode.WRONG_INPUT;
  }

  /** How many trials are in which state. */
  static String text(Ledger ledger) {
    return counts(ledger).entrySet().stream()
        .map(count -> Format.count(count.getValue()) + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  /** The same for programs. */
  static Map<String, Long> counts(Ledger ledger) {
    Map<String, Long> counts = new LinkedHashMap<>();
    List<State> states = Arrays.asList(State.values());
    for (State state : states.reversed()) {
      if (ledger.count(state) > 0) {
        counts.put(state.label(), ledger.count(state));
      }
    }
    return counts;
  }

  private static Map<String, Object> json(
      StudyOptions.Given given, Ledger ledger, List<String> failures) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("study", given.study().name());
    json.put("scale", given.scale().name());
    json.put("folder", given.folder().path().toString());
    json.put("complete", ledger.isComplete());
    json.put("states", counts(ledger));
    json.put("failures", failures);
    json.put("ledger", given.folder().ledger().toString());
    json.put("report", given.folder().report("html").toString());
    return json;
  }
}
