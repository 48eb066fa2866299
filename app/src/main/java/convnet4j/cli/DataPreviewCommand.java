package convnet4j.cli;

import convnet4j.data.Augment;
import convnet4j.data.Augmentation;
import convnet4j.data.Dataset;
import convnet4j.data.Draws;
import convnet4j.data.FileSplit;
import convnet4j.data.PixelSplit;
import convnet4j.data.Preprocessing;
import convnet4j.data.Split;
import convnet4j.errors.InputException;
import convnet4j.image.ContactSheet;
import convnet4j.image.ImageSource;
import convnet4j.io.AtomicFile;
import convnet4j.io.Json;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.render.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code data preview}: a picture of what a network is trained on. */
@Command(
    name = "preview",
    description =
        "Draws a contact sheet: a row for every image, first as it is, then as it is drawn in the"
            + " first epochs of a run with the same seed.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet data preview cifar10 --augment crop:4,flip,cutout:8 -o sheet.png",
      "  ./convnet data preview photos.tar --augment rrc,flip,color:0.4 --draws 6 -o sheet.png"
    })
final class DataPreviewCommand implements Callable<Integer> {
  private static final String ENDING = ".png";
  private static final int FILES_SIDE = 224;

  @Mixin private DataArgument data;

  @Option(
      names = "--augment",
      paramLabel = "TEXT",
      description =
          "What becomes of the images, as train has it; docs/augmentation.md lists all (default:"
              + " crop:4,flip).")
  private String augment = "crop:4,flip";

  @Option(names = "--images", paramLabel = "N", description = "How many images (default: 8).")
  private int images = 8;

  @Option(names = "--draws", paramLabel = "N", description = "How many epochs (default: 8).")
  private int draws = 8;

  @Option(
      names = "--size",
      paramLabel = "N",
      description =
          "Pixels of the network's input on each side (default: as the images are stored, 224 for"
              + " image files).")
  private Integer size;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the draws, and of which images are shown (default: 0).")
  private long seed;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "Where to write the sheet; a name that ends in .png.")
  private Path target;

  @Mixin private ConsoleOptions options;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    Console console = options.console(command, null);
    Augmentation augmentation = check();
    if (!augmentation.batchTransforms().isEmpty()) {
      console.say("not shown: " + mixtures(augmentation) + ", which mixes the images of a batch");
    }
    try (Dataset dataset = data.open(console)) {
      Split train = dataset.train();
      List<Integer> shown = chosen(train, dataset.classes().size());
      FeatureMap shape = shape(train);
      write(sheet(dataset, shown, shape, augmentation));
      console.result(text(dataset, shown), Json.pretty(facts(dataset, shown, shape, augmentation)));
    }
    return ExitCode.DONE;
  }

  private Augmentation check() {
    Augmentation augmentation = Augment.parse(augment);
    ModelOptions.atLeastOne("--images", images);
    ModelOptions.atLeastOne("--draws", draws);
    if (size != null && (size < 1 || size > Preprocessing.MOST)) {
      throw new InputException(
          "--size: expects 1 to " + Preprocessing.MOST + " pixels, received '" + size + "'");
    }
    if (!target.toString().endsWith(ENDING)) {
      throw new InputException(
          "--output " + target + ": expects a name that ends in .png; call it sheet.png");
    }
    OutputOptions.writable("--output", target);
    return augmentation;
  }

  private static String mixtures(Augmentation augmentation) {
    return Augment.format(new Augmentation(List.of(), augmentation.batchTransforms()));
  }

  private FeatureMap shape(Split split) {
    return switch (split) {
      case PixelSplit p when size == null -> new FeatureMap(p.channels(), p.height(), p.width());
      default -> {
        int side = size == null ? FILES_SIDE : size;
        yield new FeatureMap(split.channels(), side, side);
      }
    };
  }

  /** As many of every class as of another, drawn from the seed, in the order of the classes. */
  private List<Integer> chosen(Split split, int classes) {
    int[] order = Draws.permutation(seed, 0, split.size());
    int wanted = Math.min(images, split.size());
    int[] counts = new int[classes];
    List<Integer> chosen = new ArrayList<>();
    for (int most = 1; chosen.size() < wanted; most++) {
      for (int i = 0; i < order.length && chosen.size() < wanted; i++) {
        if (counts[split.label(order[i])] < most && !chosen.contains(order[i])) {
          counts[split.label(order[i])]++;
          chosen.add(order[i]);
        }
      }
    }
    chosen.sort(Comparator.<Integer>comparingInt(split::label).thenComparing(i -> i));
    return chosen;
  }

  private byte[] sheet(
      Dataset dataset, List<Integer> shown, FeatureMap shape, Augmentation augmentation) {
    ImageSource source = ImageSource.of(dataset.train(), shape, false);
    List<ContactSheet.Row> rows =
        shown.stream()
            .map(i -> new ContactSheet.Row(i, name(dataset, i) + ", image " + i))
            .toList();
    try (ContactSheet sheet = new ContactSheet(source, augmentation.transforms(), seed)) {
      return sheet.png(rows, draws);
    }
  }

  private void write(byte[] png) {
    try {
      AtomicFile.write(target, out -> out.write(png));
    } catch (IOException e) {
      throw new InputException(target + ": cannot be written (" + e + "); choose another path", e);
    }
  }

  private static String name(Dataset dataset, int index) {
    return dataset.classes().get(dataset.train().label(index));
  }

  private static String file(Dataset dataset, int index) {
    return dataset.train() instanceof FileSplit files ? files.files().get(index).path() : null;
  }

  private String text(Dataset dataset, List<Integer> shown) {
    Table table = new Table(Table.right("row"), Table.left("class"), Table.right("image"));
    for (int row = 0; row < shown.size(); row++) {
      int index = shown.get(row);
      table.row(String.valueOf(row + 1), name(dataset, index), String.valueOf(index));
    }
    return table.text() + Format.text("%nwritten: %s%n", target);
  }

  private Map<String, Object> facts(
      Dataset dataset, List<Integer> shown, FeatureMap shape, Augmentation augmentation) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("data", dataset.name());
    facts.put("augment", Augment.format(augmentation));
    facts.put("seed", seed);
    facts.put("input", List.of(shape.channels(), shape.height(), shape.width()));
    facts.put("draws", draws);
    facts.put(
        "images",
        shown.stream()
            .map(
                index -> {
                  Map<String, Object> row = new LinkedHashMap<>();
                  row.put("index", index);
                  row.put("label", dataset.train().label(index));
                  row.put("class", name(dataset, index));
                  row.put("file", file(dataset, index));
                  return row;
                })
            .toList());
    facts.put("output", target.toString());
    return facts;
  }
}
