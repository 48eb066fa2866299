package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.weights.Safetensors;
import convnet4j.weights.TensorFile;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One small run through the commands, as a user takes it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EndToEndTest {
  private static final int PER_CLASS = 12;

  @TempDir static Path folder;

  private static String photos;
  private static String run;
  private static Cli trained;

  @BeforeAll
  static void train() throws Exception {
    photos = folder.resolve("photos").toString();
    run = folder.resolve("run").toString();
    for (int i = 0; i < PER_CLASS; i++) {
      draw("red", i, new Color(200 + i, 10, 10));
      draw("blue", i, new Color(10, 10, 200 + i));
    }
    trained = train("--data", photos, "--epochs", "2", "--out", run);
  }

  private static void draw(String name, int number, Color colour) throws Exception {
    BufferedImage image = new BufferedImage(20, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 20 * 16; i++) {
      image.setRGB(i % 20, i / 20, colour.getRGB());
    }
    Path file = Files.createDirectories(Path.of(photos, name)).resolve(number + ".png");
    ImageIO.write(image, "png", file.toFile());
  }

  private static Cli train(String... args) {
    String[] small = {
      "train", "resnet20", "--set", "input=16", "--batch-size", "8", "--threads", "1", "--json"
    };
    String[] all = new String[small.length + args.length];
    System.arraycopy(small, 0, all, 0, small.length);
    System.arraycopy(args, 0, all, small.length, args.length);
    return Cli.run(all);
  }

  @Test
  @Order(1)
  void trainPrintsTheDocumentThatItAlsoKeeps() {
    assertThat(trained.err()).contains("epoch", "2/2", "saved", "./convnet eval " + run);
    assertThat(trained.code()).isZero();
    assertThat(trained.json())
        .containsEntry("status", "finished")
        .containsEntry("network", "resnet20")
        .containsEntry("data", photos)
        .containsEntry("run", run)
        .containsEntry("epochs", 2)
        .containsEntry("seed", 0)
        .containsEntry("threads", 1)
        .containsKeys("steps", "seconds", "images_per_second", "data_wait", "params")
        .containsKeys("train", "precision");
    assertThat(trained.json())
        .extractingByKey("test", InstanceOfAssertFactories.MAP)
        .containsOnlyKeys("loss", "top1", "top5")
        .containsEntry("top5", null);
    assertThat(Path.of(run, "result.json")).hasContent(trained.out());
  }

  @Test
  @Order(2)
  void theRunHasAPageAndCurvesForTensorBoard() throws Exception {
    assertThat(Path.of(run)).isDirectoryContaining("glob:**/events.out.tfevents.*.convnet4j");
    String page = Files.readString(Path.of(run, "report.html"));
    assertThat(page)
        .contains("<h1>resnet20 on photos</h1>", "class=\"status finished\"", "2 of 2")
        .contains("blue taken for red: ", "./convnet train --recipe " + run + "/recipe.yaml")
        .doesNotContain("Go on from the last checkpoint");
    double top1 = (double) ((Map<?, ?>) trained.json().get("test")).get("top1");
    assertThat(page).contains(Format.percent(top1));
    long wrong = (int) Cli.run("eval", run, "--json").json().get("wrong");
    assertThat(page.split("<img src=\"data:image/png;base64,", -1))
        .hasSize(1 + (int) Math.min(24, wrong));
  }

  @Test
  @Order(2)
  void thePageCanBeWrittenAnewWithItsDataOrWithout() throws Exception {
    String page = Files.readString(Path.of(run, "report.html"));
    assertThat(Cli.run("report", run).code()).isZero();
    assertThat(Path.of(run, "report.html")).hasContent(page);
    Path elsewhere = folder.resolve("page.html");
    Path hidden = Files.move(Path.of(photos), folder.resolve("hidden"));
    Cli cli = Cli.run("report", run, "-o", elsewhere.toString());
    Files.move(hidden, Path.of(photos));
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("without pictures: the run's data: ");
    assertThat(elsewhere).content().contains("blue taken for red: ").doesNotContain("<img");
  }

  @Test
  @Order(2)
  void evalOfTheRunFindsTheScoreThatTrainingReported() {
    Path answers = folder.resolve("answers.csv");
    Cli cli = Cli.run("eval", run, "--json", "--predictions", answers.toString());
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.json())
        .containsEntry("network", "resnet20")
        .containsEntry("data", photos)
        .containsEntry("views", "center")
        .containsKeys("wrong", "images_per_second");
    Map<?, ?> test = (Map<?, ?>) trained.json().get("test");
    assertThat(cli.json())
        .extractingByKey("test", InstanceOfAssertFactories.MAP)
        .containsEntry("top1", test.get("top1"));
    assertThat(answers).hasSameTextualContentAs(Path.of(run, "predictions-test.csv"));
    assertThat(Cli.run("compare-runs", run, answers.toString(), "--json").json())
        .containsEntry("images", cli.json().get("images"))
        .containsEntry("only_a_right", 0)
        .containsEntry("only_b_right", 0);
  }

  @Test
  @Order(2)
  void evalTellsOfEveryClassAndDrawsTheConfusions() {
    Path picture = folder.resolve("confusion.svg");
    Cli cli = Cli.run("eval", run, "--json", "--per-class", "--confusion", picture.toString());
    assertThat(cli.code()).as(cli.err()).isZero();
    List<?> classes = (List<?>) cli.json().get("per_class");
    assertThat(classes)
        .extracting(row -> ((Map<?, ?>) row).get("class"))
        .isEqualTo(List.of("blue", "red"));
    int images = 0;
    int correct = 0;
    for (Object row : classes) {
      images += (int) ((Map<?, ?>) row).get("images");
      correct += (int) ((Map<?, ?>) row).get("correct");
    }
    assertThat(cli.json()).containsEntry("images", images).containsEntry("wrong", images - correct);
    assertThat(picture)
        .content()
        .startsWith("<svg ")
        .contains("resnet20 on ", "blue taken for red");
    assertThat(Cli.run("eval", run, "--per-class").out()).contains("most often taken for");
    assertThat(Cli.run("eval", run, "--json").json()).doesNotContainKey("per_class");
  }

  @ParameterizedTest
  @Order(3)
  @ValueSource(strings = {"flip", "six", "ten-crop", "multi-scale:16,24", "dense"})
  void evalShowsWhatIsAskedFor(String views) {
    Cli cli = Cli.run("eval", run, "--json", "--views", views, "--resize", "18");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.json())
        .containsEntry("views", views)
        .containsEntry("ensemble", List.of())
        .containsKeys("wrong", "images_per_second");
    assertThat(cli.json())
        .extractingByKey("preprocessing", InstanceOfAssertFactories.MAP)
        .containsEntry("resize", 18)
        .containsEntry("interpolation", "area");
    assertThat(Cli.run("eval", run, "--views", views, "--resize", "18").out())
        .contains("views    " + views);
  }

  /** The probability of red, the second of two classes, for every image. */
  private static List<Double> reds(String... more) {
    Path csv = folder.resolve("reds.csv");
    List<String> args = new ArrayList<>(List.of("eval", run, "--precision", "fp32"));
    args.addAll(List.of("--predictions", csv.toString()));
    args.addAll(List.of(more));
    Cli cli = Cli.run(args.toArray(String[]::new));
    assertThat(cli.code()).as(cli.err()).isZero();
    return Probabilities.ofSecond(csv);
  }

  @Test
  @Order(3)
  void evalSaysWhatTheViewsNeed() {
    Cli crops = Cli.run("eval", run, "--views", "ten-crop");
    assertThat(crops.code()).isEqualTo(2);
    assertThat(crops.err().lines()).singleElement().asString().contains("give --resize 18");
    Cli small = Cli.run("eval", run, "--resize", "15");
    assertThat(small.code()).isEqualTo(2);
    assertThat(small.err())
        .contains("--resize: expected images resized to at least the 16 pixels of the network's");
  }

  @Test
  @Order(3)
  void anEnsembleIsTheMeanOfItsProbabilities() {
    String other = folder.resolve("other").toString();
    Cli trainedToo = train("--data", photos, "--epochs", "1", "--seed", "3", "--out", other);
    assertThat(trainedToo.code()).as(trainedToo.err()).isZero();
    List<Double> alone = reds();
    Path csv = folder.resolve("other.csv");
    Cli.run("eval", other, "--precision", "fp32", "--predictions", csv.toString());
    List<Double> mean = Probabilities.mean(alone, Probabilities.ofSecond(csv));
    Probabilities.assertClose(reds("--ensemble", other), mean);
    assertThat(mean).isNotEqualTo(alone);

    Cli cli = Cli.run("eval", run, "--json", "--ensemble", other, "--precision", "fp32");
    assertThat(cli.json())
        .containsEntry("ensemble", List.of(other + "/checkpoints/last.safetensors"))
        .containsEntry("wrong", Probabilities.wrong(csv, mean));
    assertThat(Cli.run("eval", run, "--ensemble", other).out()).contains("with     resnet20");
  }

  @Test
  @Order(3)
  void evalRefusesDataWithOtherClasses() {
    Cli cli = Cli.run("eval", run, "--data", "shapes");
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.err().lines()).singleElement().asString().contains("expects 2 classes");
  }

  @Test
  @Order(4)
  void predictNamesTheClassesOfEveryImage() {
    String red = photos + "/red/0.png";
    String blue = photos + "/blue/0.png";
    Cli cli = Cli.run("predict", run, red, blue, "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    List<?> images = (List<?>) cli.json().get("images");
    assertThat(images).extracting("image").isEqualTo(List.of(red, blue));
    assertThat((List<?>) ((Map<?, ?>) images.getFirst()).get("predictions"))
        .extracting("label")
        .containsExactlyInAnyOrder("red", "blue");
    assertThat(Cli.run("predict", run, red).out()).startsWith("image").contains("red/0.png");
  }

  @Test
  @Order(5)
  void predictRefusesWhatIsNoImage() {
    String recipe = run + "/recipe.yaml";
    Cli cli = Cli.run("predict", run, recipe);
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.err().lines()).singleElement().asString().contains(recipe);
  }

  @Test
  @Order(6)
  void aFinishedRunResumedIsTheSameRun() {
    Cli cli = Cli.run("train", "--resume", run, "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    for (String key : List.of("status", "epochs", "steps", "train", "test")) {
      assertThat(cli.json()).containsEntry(key, trained.json().get(key));
    }
    Cli longer = Cli.run("train", "--resume", run, "--epochs", "3");
    assertThat(longer.code()).isEqualTo(2);
    assertThat(longer.err()).contains("epochs:", "was started with 2");
  }

  @Test
  @Order(7)
  void aRunWhoseDataHasMovedGoesOnWithData() throws Exception {
    Path moved = Files.move(Path.of(photos), folder.resolve("moved"));
    Cli lost = Cli.run("train", "--resume", run);
    assertThat(lost.code()).isEqualTo(2);
    assertThat(lost.err().lines()).singleElement().asString().contains("give --data PATH");
    Cli cli = Cli.run("train", "--resume", run, "--data", moved.toString(), "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.json()).containsEntry("data", moved.toString());
    Files.move(moved, Path.of(photos));
  }

  @Test
  @Order(8)
  void aBatchLargerThanTheDataIsRefusedAndLeavesNoFolder() {
    Path out = folder.resolve("never");
    Cli cli =
        Cli.run(
            "train",
            "resnet20",
            "--data",
            photos,
            "--epochs",
            "1",
            "--batch-size=1000",
            "--json",
            "--out",
            out.toString());
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).contains("--batch-size");
    assertThat(out).doesNotExist();
  }

  @Test
  @Order(9)
  void weightsOfAnotherRunAreABeginning() {
    String out = folder.resolve("second").toString();
    Cli cli = train("--data", photos, "--epochs", "1", "--init", run, "--out", out);
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.json()).containsEntry("status", "finished");
  }

  @Test
  @Order(10)
  void weightsOfOtherClassesGetANewHead() throws Exception {
    Path three = folder.resolve("three");
    for (String name : List.of("red", "blue", "green")) {
      Path from = Path.of(photos, name.equals("green") ? "red" : name);
      Files.createDirectories(three.resolve(name));
      for (int i = 0; i < PER_CLASS; i++) {
        Files.copy(from.resolve(i + ".png"), three.resolve(name).resolve(i + ".png"));
      }
    }
    String out = folder.resolve("tuned").toString();
    Cli cli =
        train(
            "--data",
            three.toString(),
            "--epochs",
            "1",
            "--init",
            run,
            "--freeze",
            "backbone",
            "--out",
            out);
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.err())
        .contains("the head (fc.weight, fc.bias) starts anew: the file has 2 classes, the data 3")
        .contains("freeze backbone: 195 of 269,267 parameters are trained")
        .contains("--init " + run);
    assertThat(Path.of(out, "recipe.yaml")).content().contains("freeze: backbone\n");
    assertThat(Path.of(out, "recipe.yaml"))
        .content()
        .contains("init: " + Path.of(run).toAbsolutePath() + "\n");
    // As if it had been killed before its first checkpoint.
    for (String file : List.of("state", "last")) {
      Files.delete(Path.of(out, "checkpoints", file + ".safetensors"));
    }
    assertThat(Cli.run("train", "--resume", out).out()).contains("starts anew: the file has 2");
    Cli same = train("--data", photos, "--epochs", "1", "--init", run, "--out", out + "2");
    assertThat(same.err()).contains("tensors taken").doesNotContain("anew");
  }

  @Test
  @Order(10)
  void copiesStepsAndMixedBatchesAreTrainedOnAndResumed() throws Exception {
    int images = (int) Cli.run("data", "info", photos, "--json").json().get("train");
    String out = folder.resolve("copies").toString();
    Cli cli =
        train(
            "--data",
            photos,
            "--steps",
            "10",
            "--expand",
            "crop:2,flip",
            "--expand",
            "flip",
            "--augment",
            "mixup:0.2",
            "--out",
            out);
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.json()).containsEntry("status", "finished").containsEntry("steps", 10);
    int stepsPerEpoch = Math.ceilDiv(3 * images, 8);
    assertThat(cli.json()).containsEntry("epochs", 10 / stepsPerEpoch);
    assertThat(cli.err())
        .contains("training (and 2 copies of each)")
        .contains("10 steps in epochs of " + stepsPerEpoch + " steps")
        .contains("--steps 20", "--expand crop:2,flip --expand flip");
    assertThat((Double) cli.json().get("data_wait")).isBetween(0.0, 100.0);
    assertThat(Path.of(out, "recipe.yaml"))
        .content()
        .contains(
            "epochs: 0\nsteps: 10\n", "augment: mixup:0.2\nexpand:\n- \"crop:2,flip\"\n- flip\n");
    Cli again =
        Cli.run("train", "--resume", out, "--recipe", out + "/recipe.yaml", "--steps=10", "--json");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.json().get("test")).isEqualTo(cli.json().get("test"));
    Cli other = Cli.run("train", "--resume", out, "--expand", "flip");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err().lines()).singleElement().asString().contains("expand:", "was started");
  }

  /** As if downloaded: the hub itself is tested against a server of its own. */
  @Test
  @Order(11)
  void publishedWeightsAreMeasuredAskedAndTrainedLikeAFile() throws Exception {
    Path repository =
        Path.of(System.getenv("CONVNET4J_HOME"), "weights/huggingface/test/resnet20.photos");
    Files.createDirectories(repository);
    TensorFile own = Safetensors.read(Path.of(run, "checkpoints/last.safetensors"));
    Safetensors.write(
        repository.resolve("model.safetensors"), new TensorFile(Map.of(), own.tensors()));
    Files.writeString(
        repository.resolve("config.json"),
        """
        {"architecture": "resnet20", "num_classes": 2, "label_names": ["blue", "red"],
         "pretrained_cfg": {"input_size": [3, 16, 16], "crop_pct": 1.0,
          "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}}
        """);
    String source = "hf:test/resnet20.photos";
    Cli eval =
        Cli.run("eval", "resnet20", "--weights", source, "--data", photos, "--offline", "--json");
    assertThat(eval.code()).as(eval.err()).isZero();
    assertThat(((Map<?, ?>) eval.json().get("test")).get("top1"))
        .isEqualTo(((Map<?, ?>) trained.json().get("test")).get("top1"));
    String red = photos + "/red/0.png";
    Cli predict = Cli.run("predict", "resnet20", "--weights", source, red, "--offline", "--json");
    assertThat(predict.code()).as(predict.err()).isZero();
    assertThat(predict.json().get("images"))
        .isEqualTo(Cli.run("predict", run, red, "--json").json().get("images"));
    Cli more =
        train(
            "--data",
            photos,
            "--epochs",
            "1",
            "--weights",
            source,
            "--offline",
            "--out",
            folder.resolve("more").toString());
    assertThat(more.code()).as(more.err()).isZero();
    assertThat(more.err()).contains("tensors taken").contains("--weights " + source);
    Cli other = Cli.run("eval", "resnet32", "--weights", source, "--data", photos, "--offline");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err().lines())
        .singleElement()
        .asString()
        .contains("says that it is of resnet20, received resnet32");
  }

  @Test
  @Order(12)
  void theDoctorFindsThatThisMachineWorks() {
    Cli cli = Cli.run("doctor", "--json");
    assertThat(cli.code()).as(cli.out()).isZero();
    assertThat(cli.json())
        .containsEntry("works", true)
        .containsKeys("java", "cpu", "instructions", "libtorch", "precision", "problems");
  }
}
