package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.errors.InputException;
import convnet4j.eval.Evaluation;
import convnet4j.eval.Evaluator;
import convnet4j.eval.Fit;
import convnet4j.eval.Models;
import convnet4j.eval.Precisions;
import convnet4j.eval.Predictor;
import convnet4j.image.ImageSource;
import convnet4j.io.Json;
import convnet4j.recipe.BadImages;
import convnet4j.recipe.PredictionsCsv;
import convnet4j.recipe.Recipe;
import convnet4j.stats.Answer;
import convnet4j.weights.ModelFile;
import convnet4j.weights.ModelInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code eval}: how well a trained network does on test images. */
@Command(
    name = "eval",
    description = "Measures a trained network on the test images of a data set.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet eval runs/NAME",
      "  ./convnet eval runs/NAME --data photos/ --predictions answers.csv",
      "  ./convnet eval runs/NAME --per-class --confusion confusion.svg",
      "  ./convnet eval runs/A --ensemble runs/B runs/C --views six",
      "  ./convnet eval runs/NAME --views ten-crop --resize 36",
      "  ./convnet eval resnet20.th --network resnet20 --data cifar10",
      "  ./convnet eval a.th --network resnet20 --ensemble b.th resnet56=c.th --data cifar10",
      "  ./convnet eval resnet50 --weights torchvision --data imagenet/"
    })
final class EvalCommand implements Callable<Integer> {
  @Mixin private ModelOptions model;
  @Mixin private DataOptions data;
  @Mixin private ViewOptions view;

  @Mixin private EnsembleOptions ensemble;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Images at a time (default: 128).")
  private int batchSize = 128;

  @Option(
      names = "--bad-images",
      paramLabel = "NAME",
      description =
          "refuse or skip image files that cannot be decoded (default: as the run did, or refuse).")
  private BadImages badImages;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description = "Write index, label, predicted class and probability of every image as CSV.")
  private Path predictions;

  @Mixin private EvalDetails details;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws IOException {
    Console console = output.console();
    check();
    Optional<Recipe> recipe = model.recipe();
    String name = dataName(recipe);
    try (Dataset images =
        data.given() == null ? data.openRemembered(name, console) : data.open(name, console)) {
      report(measure(name, images, skip(recipe), console), images, console);
    }
    return ExitCode.DONE;
  }

  /** Checks what can be checked before data is opened, which may take a download. */
  private void check() {
    model.check();
    view.check();
    ensemble.check(model.foreign());
    ModelOptions.atLeastOne("--batch-size", batchSize);
    if (predictions != null) {
      OutputOptions.writable("--predictions", predictions);
    }
    details.check();
  }

  private String dataName(Optional<Recipe> recipe) {
    return Optional.ofNullable(data.given())
        .or(() -> recipe.map(r -> r.images().data()))
        .orElseThrow(
            () ->
                new InputException(
                    model.path()
                        + ": doesn't lie in a run's folder, so say what to measure it on"
                        + " with --data NAME or PATH"));
  }

  /**
   * Reads and checks all files before the first is evaluated. The weights of one at a time are
   * kept, of the first from the beginning: those that join it are read a second time.
   */
  private EvalReport measure(String name, Dataset images, boolean skip, Console console) {
    List<EvalReport.Model> models = new ArrayList<>();
    for (int i = 1; i <= ensemble.size(); i++) {
      models.add(described(read(i, images, console), images));
    }
    ModelFile first = read(0, images, console);
    models.addFirst(described(first, images));
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      String which =
          models.size() == 1 ? "" : Format.text(", network %d of %d", i + 1, models.size());
      ModelFile file = i == 0 ? first : read(i, images, console);
      first = null;
      evaluations.add(evaluate(file, images, skip, which, console));
      if (evaluations.getLast().answers().isEmpty()) {
        throw new InputException(name + ": expects test images, none of them could be decoded");
      }
    }
    return new EvalReport(
        models,
        DataOptions.lasting(name),
        view.views(),
        Evaluation.ensemble(evaluations),
        Precisions.inForce(model.precision()).label(),
        model.threads());
  }

  private void report(EvalReport report, Dataset images, Console console) throws IOException {
    List<Answer> answers = report.evaluation().answers();
    if (predictions != null) {
      PredictionsCsv.write(predictions, answers);
    }
    details.draw(answers, images.classes(), report.title(images.name()), console);
    Map<String, Object> json = report.json();
    details.addTo(json, answers, images.classes());
    console.result(
        report.text(images.name()) + details.text(answers, images.classes()), Json.pretty(json));
  }

  private boolean skip(Optional<Recipe> recipe) {
    BadImages chosen =
        badImages == null ? recipe.map(r -> r.images().bad()).orElse(BadImages.REFUSE) : badImages;
    return chosen == BadImages.SKIP;
  }

  private static EvalReport.Model described(ModelFile file, Dataset images) {
    Fit.classes(file.path().toString(), file.info().classes(), images.classes());
    return new EvalReport.Model(file.path(), file.info());
  }

  /** Reads the network, 0, or one that joins it, with the options in force. */
  private ModelFile read(int i, Dataset images, Console console) {
    ModelFile file =
        i == 0
            ? model.read(images.classes(), images.normalisation(), data.offline(), console)
            : ensemble.read(i - 1, model.foreign(), images);
    return file.with(view.applied(file.info()));
  }

  private Evaluation evaluate(
      ModelFile file, Dataset images, boolean skip, String which, Console console) {
    model.loadNatives();
    ModelInfo info = file.info();
    ImageSource source =
        ImageSource.of(images.test(), info.input(), info.preprocessing(), view.views(), skip);
    try (Interrupt interrupt = new Interrupt(() -> {});
        Predictor predictor = Models.predictor(file, source.fixed(), model.precision())) {
      String of = " of " + Format.count(source.size()) + " images" + which;
      return Evaluator.evaluate(
          predictor,
          source,
          batchSize,
          model.threads(),
          done -> {
            interrupt.check();
            console.progress(() -> Format.count(done) + of);
          });
    }
  }
}
