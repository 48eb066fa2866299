package convnet4j.cli;

import convnet4j.study.Scale;
import convnet4j.study.Studies;
import convnet4j.study.Study;
import convnet4j.study.StudyFolder;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which study, how much of it, and where. */
final class StudyOptions {
  @Parameters(
      index = "0",
      paramLabel = "STUDY",
      description =
          "Name of a study, as the command study list has it; a file (docs/studies.md); or the folder"
              + " of one that was run.")
  private String study;

  @Option(
      names = "--scale",
      paramLabel = "SCALE",
      description =
          "Run less: one of the study's scales, or a share of every run's length such as 0.1"
              + " (default: full).")
  private String scale;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The study's folder (default: runs/study-NAME, and -SCALE with one).")
  private Path out;

  /**
   * What was asked for.
   *
   * @param text of the study's file
   */
  record Given(Study study, String text, Scale scale, StudyFolder folder) {
    /** Where its data sets lie, by what it calls them, as far as its folder remembers. */
    Map<String, String> places() {
      return StudyFolder.isOne(folder.path()) ? folder.readData() : Map.of();
    }

    /**
     * Its folder, once it was run.
     *
     * @throws convnet4j.errors.InputException if it was not, or if something else lies there
     */
    StudyFolder opened() {
      StudyFolder opened = StudyFolder.open(folder.path());
      opened.requireSame(study, scale);
      return opened;
    }
  }

  Given given() {
    Path path = Path.of(study);
    if (StudyFolder.isOne(path) && out == null) {
      StudyFolder folder = StudyFolder.open(path);
      Study read = folder.readStudy();
      Scale before = folder.readScale(read);
      String text = Studies.read(folder.study().toString()).text();
      return new Given(read, text, scale == null ? before : read.scale(scale), folder);
    }
    Studies.Source source = Studies.read(study);
    Scale wanted = source.study().scale(scale == null ? Scale.FULL.name() : scale);
    return new Given(source.study(), source.text(), wanted, folder(source.study(), wanted));
  }

  private StudyFolder folder(Study read, Scale wanted) {
    String name = "study-" + read.name() + (wanted.isFull() ? "" : "-" + wanted.name());
    return new StudyFolder(out == null ? Path.of("runs", name) : out);
  }
}
