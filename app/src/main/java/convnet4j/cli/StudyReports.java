package convnet4j.cli;

import convnet4j.io.AtomicFile;
import convnet4j.report.study.StudyReport;
import convnet4j.study.Scale;
import convnet4j.study.Studies;
import convnet4j.study.StudyFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports of studies, with the commands that they print. */
final class StudyReports {
  private StudyReports() {}

  /** Of what lies in a study's folder. */
  static StudyReport of(StudyOptions.Given given) {
    StudyFolder folder = given.opened();
    String path = folder.path().toString();
    Map<String, String> commands = new LinkedHashMap<>();
    commands.put(
        "Run it from the beginning", Commands.studyRun(study(given)) + scale(given) + data(given));
    if (!folder.readLedger().isComplete()) {
      commands.put("Run what is missing", Commands.studyRun(path));
    }
    commands.put("Write this report anew", Commands.studyReport(path));
    return StudyReport.of(folder, commands);
  }

  /** Its name, or the file that it was run from, as it was then. */
  private static String study(StudyOptions.Given given) {
    String name = given.study().name();
    return Studies.names().contains(name) ? name : given.folder().study().toString();
  }

  private static String scale(StudyOptions.Given given) {
    Scale scale = given.scale();
    return scale.isFull() ? "" : " --scale " + scale.name();
  }

  private static String data(StudyOptions.Given given) {
    StringBuilder flags = new StringBuilder();
    given
        .places()
        .forEach(
            (name, place) -> flags.append(" --data ").append(Commands.quoted(name + "=" + place)));
    return flags.toString();
  }

  /** Writes the report into the study's folder, in every form, and says where. */
  static List<Path> write(StudyReport report, StudyFolder folder) throws IOException {
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(folder.report("html"), report.html());
    files.put(folder.report("md"), report.markdown());
    files.put(folder.cells(), report.csv());
    for (Map.Entry<Path, String> file : files.entrySet()) {
      AtomicFile.writeString(file.getKey(), file.getValue());
    }
    return List.copyOf(files.keySet());
  }
}
