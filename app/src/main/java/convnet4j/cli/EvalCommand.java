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
import convnet4j.net.Graph;
import convnet4j.recipe.BadImages;
import convnet4j.recipe.PredictionsCsv;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.Score;
import convnet4j.weights.ModelFile;
import convnet4j.weights.ModelInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
      "  ./convnet eval resnet18.safetensors --network resnet18 --data photos.tar.gz"
    })
final class EvalCommand implements Callable<Integer> {
  @Mixin private ModelOptions model;
  @Mixin private DataOptions data;

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
    model.check();
    ModelOptions.atLeastOne("--batch-size", batchSize);
    if (predictions != null) {
      OutputOptions.writable("--predictions", predictions);
    }
    details.check();
    Optional<Recipe> recipe = model.recipe();
    String name =
        Optional.ofNullable(data.given())
            .or(() -> recipe.map(Recipe::data))
            .orElseThrow(
                () ->
                    new InputException(
                        model.path()
                            + ": doesn't lie in a run's folder, so say what to measure it on"
                            + " with --data NAME or PATH"));
    try (Dataset images =
        data.given() == null ? data.openRemembered(name, console) : data.open(name, console)) {
      ModelFile file = model.read(images.classes(), images.normalisation());
      Fit.classes(file.path().toString(), file.info().classes(), images.classes());
      boolean skip = skip(recipe);
      Evaluation evaluation = evaluate(file, images, skip, console);
      if (evaluation.answers().isEmpty()) {
        throw new InputException(name + ": expects test images, none of them could be decoded");
      }
      if (predictions != null) {
        PredictionsCsv.write(predictions, evaluation.answers());
      }
      String title = file.info().network() + " on " + images.name();
      details.draw(evaluation.answers(), images.classes(), title, console);
      Map<String, Object> json = json(file, DataOptions.lasting(name), evaluation);
      details.addTo(json, evaluation.answers(), images.classes());
      String text =
          text(file, images, evaluation) + details.text(evaluation.answers(), images.classes());
      console.result(text, Json.pretty(json));
    }
    return ExitCode.DONE;
  }

  private boolean skip(Optional<Recipe> recipe) {
    BadImages chosen =
        badImages == null ? recipe.map(Recipe::badImages).orElse(BadImages.REFUSE) : badImages;
    return chosen == BadImages.SKIP;
  }

  private Evaluation evaluate(ModelFile file, Dataset images, boolean skip, Console console) {
    model.loadNatives();
    ModelInfo info = file.info();
    Graph graph = Models.graph(info);
    ImageSource source = ImageSource.of(images.test(), info.input(), skip);
    try (Interrupt interrupt = new Interrupt(() -> {});
        Predictor predictor =
            Predictor.of(graph, file.weights(graph), info.normalisation(), model.precision())) {
      String of = " of " + Format.count(source.size()) + " images";
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

  private String text(ModelFile file, Dataset images, Evaluation evaluation) {
    Score score = evaluation.score();
    StringBuilder text = new StringBuilder();
    text.append(
        Format.text(
            "%s (%s) on %s: %s test images%n",
            file.info().network(),
            file.path(),
            images.name(),
            Format.count(evaluation.answers().size())));
    text.append(Format.text("top-1    %s%n", Format.percent(score.top1())));
    if (score.top5() != null) {
      text.append(Format.text("top-5    %s%n", Format.percent(score.top5())));
    }
    text.append(Format.text("loss     %s%n", Format.loss(score.loss())));
    text.append(Format.text("wrong    %s%n", Format.count(evaluation.wrong())));
    if (evaluation.skipped() > 0) {
      text.append(Format.text("left out %s%n", Format.count(evaluation.skipped())));
    }
    String speed = Format.rate(evaluation.imagesPerSecond());
    String precision = Precisions.inForce(model.precision()).label();
    return text.append(Format.text("speed    %s images/s, %s%n", speed, precision)).toString();
  }

  private Map<String, Object> json(ModelFile file, String name, Evaluation evaluation) {
    Map<String, Object> test = new LinkedHashMap<>();
    test.put("loss", evaluation.score().loss());
    test.put("top1", evaluation.score().top1());
    test.put("top5", evaluation.score().top5());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("network", file.info().network());
    json.put("data", name);
    json.put("checkpoint", file.path().toString());
    json.put("images", evaluation.answers().size());
    json.put("views", "center");
    json.put("test", test);
    json.put("wrong", evaluation.wrong());
    json.put("skipped_images", evaluation.skipped());
    json.put("images_per_second", evaluation.imagesPerSecond());
    json.put("precision", Precisions.inForce(model.precision()).label());
    json.put("threads", model.threads());
    return json;
  }
}
