package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.data.Split;
import convnet4j.errors.InputException;
import convnet4j.image.Thumbnail;
import convnet4j.report.Mistake;
import convnet4j.report.RunData;
import convnet4j.report.RunPage;
import convnet4j.stats.Answer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages of runs, with what their folders do not hold: names of classes, pictures, commands. */
final class RunPages {
  private static final int MISTAKES = 24;

  /** Pixels of a picture's longer side. */
  private static final int SIDE = 112;

  private RunPages() {}

  /** Of a run that goes on. */
  static RunPage running(RunData data, Dataset images, String note) {
    return page(data, images, List.of(), note);
  }

  /** Of a run that has ended, with pictures of what it got wrong. */
  static RunPage ended(RunData data, Dataset images) {
    Split test = images.test();
    List<Mistake> mistakes =
        Mistake.worst(data.answers(), MISTAKES).stream()
            .filter(answer -> fits(answer, test))
            .flatMap(answer -> picture(answer, test).stream())
            .toList();
    return page(data, images, mistakes, "");
  }

  private static RunPage page(RunData data, Dataset images, List<Mistake> mistakes, String note) {
    return new RunPage(
        data,
        images.name(),
        images.classes(),
        images.test().size(),
        mistakes,
        commands(data),
        note);
  }

  /** Of a run whose data is not at hand. */
  static RunPage withoutData(RunData data, List<String> classes) {
    return new RunPage(
        data, data.recipe().images().data(), classes, 0, List.of(), commands(data), "");
  }

  /** Data that is no longer what the run was tested on must not lend its pictures. */
  private static boolean fits(Answer answer, Split test) {
    return answer.index() < test.size() && test.label(answer.index()) == answer.label();
  }

  private static Optional<Mistake> picture(Answer answer, Split test) {
    try {
      return Optional.of(Mistake.of(answer, Thumbnail.png(test, answer.index(), SIDE)));
    } catch (InputException e) {
      return Optional.empty(); // the file is gone or has been damaged since
    }
  }

  private static Map<String, String> commands(RunData data) {
    Path run = data.folder();
    Map<String, String> commands = new LinkedHashMap<>();
    if (!data.finished()) {
      commands.put("Go on from the last checkpoint", Commands.resume(run));
    }
    commands.put("Train it once more, from the beginning", Commands.again(run));
    commands.put("Measure it", Commands.eval(run));
    commands.put("Ask it", Commands.predict(run));
    return commands;
  }
}
