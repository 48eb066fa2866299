package convnet4j.cli;

import convnet4j.errors.InputException;
import convnet4j.eval.Classifier;
import convnet4j.eval.Prediction;
import convnet4j.io.Json;
import convnet4j.render.Table;
import convnet4j.weights.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code predict}: what a trained network sees in images. */
@Command(
    name = "predict",
    description = "Prints the five most probable classes of every image.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet predict runs/NAME photo.jpg",
      "  ./convnet predict runs/NAME photos/*.jpg --json",
      "  ./convnet predict resnet18.safetensors --network resnet18 photo.jpg",
      "  ./convnet predict resnet50 --weights torchvision photo.jpg"
    })
final class PredictCommand implements Callable<Integer> {
  private static final int SHOWN = 5;

  @Mixin private ModelOptions model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "Image files (JPEG, PNG, BMP, WebP, TIFF, …).")
  private List<Path> images;

  @Option(names = "--offline", description = "Never download missing weights.")
  private boolean offline;

  @Mixin private PixelLimit limit;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Console console = output.console();
    model.check();
    long maxPixels = limit.checked();
    for (Path image : images) {
      if (!Files.isRegularFile(image)) {
        throw new InputException(image + ": no such image file; check the path");
      }
    }
    ModelFile file = model.read(offline, console);
    Map<Path, List<Prediction>> predictions = new LinkedHashMap<>();
    model.loadNatives();
    try (Interrupt interrupt = new Interrupt(() -> {});
        Classifier classifier = Classifier.of(file, model.precision())) {
      for (Path image : images) {
        interrupt.check();
        List<Prediction> all = classifier.predict(image, maxPixels);
        predictions.put(image, all.subList(0, Math.min(SHOWN, all.size())));
        console.progress(() -> predictions.size() + " of " + images.size() + " images");
      }
    }
    console.result(text(predictions), Json.pretty(json(file, predictions)));
    return ExitCode.DONE;
  }

  private static String text(Map<Path, List<Prediction>> predictions) {
    Table table = new Table(Table.left("image"), Table.right("probability"), Table.left("class"));
    predictions.forEach(
        (image, best) -> {
          String name = image.toString();
          for (Prediction p : best) {
            table.row(name, Format.percent(100 * p.probability()), p.label());
            name = "";
          }
        });
    return table.text();
  }

  private static Map<String, Object> json(ModelFile file, Map<Path, List<Prediction>> predictions) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("network", file.info().network());
    json.put("checkpoint", file.path().toString());
    json.put(
        "images",
        predictions.entrySet().stream()
            .map(e -> Map.of("image", e.getKey().toString(), "predictions", json(e.getValue())))
            .toList());
    return json;
  }

  private static List<Map<String, Object>> json(List<Prediction> best) {
    return best.stream()
        .map(
            p -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("label", p.label());
              json.put("probability", p.probability());
              return json;
            })
        .toList();
  }
}
