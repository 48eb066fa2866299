package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.errors.InputException;
import convnet4j.recipe.Beginning;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RecipeLayers;
import convnet4j.recipe.RecipeYaml;
import convnet4j.recipe.Recipes;
import convnet4j.recipe.RunResult;
import convnet4j.train.RunFolder;
import convnet4j.train.Trainer;
import convnet4j.weights.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code train}: from a recipe and flags to a run's folder. */
@Command(
    name = "train",
    modelTransformer = TrainFlags.class,
    description =
        "Trains a network. Classes and channels follow the data. Ctrl-C saves and stops; a second"
            + " one stops at once.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet train resnet20 --data shapes --epochs 10 --warmup 1",
      "  ./convnet train resnet18_cifar --data cifar10 --epochs 30 --lr 0.1 --warmup 1",
      "  ./convnet train vgg16_bn --set input=64 --data photos/ --epochs 20",
      "  ./convnet train resnet50 --weights torchvision --data photos/ --epochs 10",
      "  ./convnet train resnet50 --init runs/NAME --freeze backbone --data photos/ --epochs 5",
      "  ./convnet train resnet18_cifar --data cifar10 --steps 30000 --expand crop:4,flip",
      "  ./convnet train resnet20 --data shapes --epochs 10 --warmup 1 --watch",
      "  ./convnet train --resume runs/NAME"
    })
final class TrainCommand implements Callable<Integer> {
  private static final String THREADS = "threads";
  private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NETWORK",
      description = "Name of a network, as the command models lists it.")
  private String network;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      completionCandidates = RecipeNames.class,
      description =
          "Values to start from, which flags go before: a YAML file such as a run keeps, or one of"
              + " ${COMPLETION-CANDIDATES}.")
  private String recipeName;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run's folder (default: runs/NETWORK-DATA-sSEED-TIME).")
  private Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Go on with the run in DIR, as it was started; needs nothing else.")
  private Path resume;

  @Option(
      names = "--init",
      paramLabel = "FILE",
      description =
          "Begin with the weights of a file or run instead of random ones. Where its classes are"
              + " not the data's, the head, the layers whose shapes follow the number of classes,"
              + " starts anew.")
  private Path init;

  @Option(
      names = "--parent",
      hidden = true,
      paramLabel = "PID",
      description = "Ends with this process, however that ends.")
  private long parent;

  @Mixin private HubOptions hub;

  @Spec private CommandSpec spec;
  @Mixin private DataOptions data;
  @Mixin private FollowOptions follow;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws IOException {
    Console console = output.console();
    follow.check();
    if (parent != 0) {
      Interrupt.endWith(parent);
    }
    return resume == null ? start(console) : goOn(console);
  }

  private int start(Console console) throws IOException {
    Map<String, Object> values = given();
    // Before the data, which may take a download.
    Recipe checked = Recipe.of(values);
    BeginningWeights.check(checked);
    try (Dataset images = data.open(checked.images().data(), console)) {
      values.put("data", DataOptions.lasting(checked.images().data()));
      if (!checked.beginning().init().equals(Beginning.NONE)) {
        values.put(
            "init", Path.of(checked.beginning().init()).toAbsolutePath().normalize().toString());
      }
      Recipe recipe = Recipe.of(values);
      Optional<ModelFile> weights = BeginningWeights.of(recipe, images, data.offline(), console);
      Path folder = out == null ? defaultFolder(recipe, images) : out;
      boolean existed = Files.exists(folder);
      RunFolder run = RunFolder.create(folder);
      try {
        return train(recipe, images, run, weights, console);
      } finally {
        if (!existed) {
          removeIfNotStarted(run);
        }
      }
    }
  }

  private int goOn(Console console) throws IOException {
    RunFolder run = RunFolder.open(resume);
    Recipe recorded = RecipeYaml.read(run.recipe());
    if (init != null || hub.given() || (out != null && !same(out, resume))) {
      throw new InputException(
          "--resume "
              + resume
              + ": goes on in that folder with its own weights, received "
              + (init != null ? "--init" : hub.given() ? "--weights" : "--out")
              + " as well; leave one of them out");
    }
    Map<String, Object> given = given();
    given.remove("data"); // may have moved
    Map<String, Object> here = new LinkedHashMap<>(recorded.toMap());
    if (parent != 0 && given.containsKey(THREADS)) {
      here.put(THREADS, given.remove(THREADS)); // a study shares the cores out anew
    }
    RecipeLayers.requireSame(given, recorded, resume);
    if (data.given() == null) {
      try (Dataset images = data.openRemembered(recorded.images().data(), console)) {
        Optional<ModelFile> weights = missing(recorded, images, run, console);
        return train(Recipe.of(here), images, run, weights, console);
      }
    }
    try (Dataset images = data.open(data.given(), console)) {
      here.put("data", DataOptions.lasting(data.given()));
      Optional<ModelFile> weights = missing(recorded, images, run, console);
      return train(Recipe.of(here), images, run, weights, console);
    }
  }

  /** What the user gave: flags over the recipe file. */
  private Map<String, Object> given() {
    Map<String, Object> file = recipeName == null ? Map.of() : Recipes.values(recipeName);
    Map<String, Object> values = TrainFlags.values(spec);
    if (network != null) {
      values.put("network", network);
    }
    if (data.given() != null) {
      values.put("data", data.given());
    }
    if (init != null) {
      values.put("init", init.toString());
    }
    if (hub.given()) {
      values.put("weights", hub.source());
    }
    return RecipeLayers.lay(values, file);
  }

  /** The weights to begin with, of a run that was killed before it had a checkpoint. */
  private Optional<ModelFile> missing(
      Recipe recipe, Dataset images, RunFolder run, Console console) {
    return Files.exists(run.state())
        ? Optional.empty()
        : BeginningWeights.of(recipe, images, data.offline(), console);
  }

  private int train(
      Recipe recipe, Dataset images, RunFolder run, Optional<ModelFile> init, Console console) {
    console.say(
        Format.text(
            "%s on %s: %s training%s and %s test images, %d classes",
            recipe.network(),
            images.name(),
            Format.count(images.train().size()),
            copies(recipe),
            Format.count(images.test().size()),
            images.classes().size()));
    RunResult result;
    try (Interrupt interrupt =
            parent != 0
                ? Interrupt.watched(() -> console.say("stopping after this step, then saving"))
                : new Interrupt(
                    () ->
                        console.say(
                            "stopping after this step, then saving; once more to stop at once"));
        Followers followers = follow.followers(recipe, images, run, console)) {
      TrainProgress progress = new TrainProgress(console, recipe, System::nanoTime);
      result =
          Trainer.train(
              recipe, images, run, init, progress.andThen(followers), interrupt::requested);
      // Still deaf to a first signal here, so that the report comes out whole.
      return TrainReport.print(recipe, result, console);
    }
  }

  private static String copies(Recipe recipe) {
    int copies = recipe.images().expand().copies().size();
    return copies == 0 ? "" : " (and " + copies + (copies == 1 ? " copy" : " copies") + " of each)";
  }

  private static Path defaultFolder(Recipe recipe, Dataset images) {
    String name =
        String.join(
            "-",
            recipe.network(),
            images.name().replaceAll("[^\\p{L}\\p{N}._-]+", "_"),
            "s" + recipe.seed(),
            LocalDateTime.now(ZoneId.systemDefault()).format(TIMESTAMP));
    Path folder = Path.of("runs", name);
    for (int i = 2; Files.exists(folder); i++) {
      folder = Path.of("runs", name + "-" + i);
    }
    return folder;
  }

  /** A run that was refused for what it was given leaves no folder behind. */
  private static void removeIfNotStarted(RunFolder run) throws IOException {
    if (!Files.exists(run.recipe())) {
      RunFolder.clear(run.path());
    }
  }

  /** For help and completion. */
  static final class RecipeNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Recipes.names().iterator();
    }
  }

  private static boolean same(Path a, Path b) {
    return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
  }
}
