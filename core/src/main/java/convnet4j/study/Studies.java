package convnet4j.study;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The studies of papers and documents, ready to run: the files of {@code studies/}. */
public final class Studies {
  private static final List<String> NAMES =
      List.of(
          "activation-schedule-augmentation",
          "auxiliary-heads",
          "beyond-1000-layers",
          "bottleneck",
          "depthwise",
          "failed-shortcuts",
          "gradient-flow",
          "imagenet-plain-vs-residual",
          "mnist-first",
          "plain-vs-residual",
          "presentation-none-arm",
          "shortcut-options",
          "three-networks",
          "vgg-depth");

  private Studies() {}

  /** What they are called. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * A study and the text that it was read from.
   *
   * @param text of its file
   */
  public record Source(Study study, String text) {}

  /**
   * Reads a study.
   *
   * @param nameOrFile one of {@link #names}, or a file; a file goes before a study of its name
   * @throws InputException naming the study or file and the place in it
   */
  public static Source read(String nameOrFile) {
    Path file = Path.of(nameOrFile);
    try {
      if (Files.isRegularFile(file) || nameOrFile.matches(".*[./\\\\].*")) {
        Study study = StudyYaml.read(file);
        return new Source(study, Files.readString(file));
      }
      if (!NAMES.contains(nameOrFile)) {
        throw Nearest.unknown("study", nameOrFile, NAMES, "give one of these names, or a file");
      }
      try (InputStream in = Studies.class.getResourceAsStream("/studies/" + nameOrFile + ".yaml")) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return new Source(
            StudyYaml.read("study " + nameOrFile, nameOrFile, new StringReader(text)), text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
