package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.eval.Models;
import convnet4j.net.Graph;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.torch.Natives;
import convnet4j.torch.TorchNet;
import convnet4j.weights.HostTensor;
import convnet4j.weights.TensorFile;
import convnet4j.weights.TorchFile;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of others, alone and in ensembles: what the user says of them, and what they say. */
class ForeignFilesTest {
  @TempDir static Path folder;

  private static String photos;
  private static String a;
  private static String b;
  private static String own;

  @BeforeAll
  static void write() throws IOException {
    Natives.load();
    photos = folder.resolve("photos").toString();
    for (int i = 0; i < 6; i++) {
      draw(Path.of(photos, "blue"), i, new Color(10, 40 * i, 200 + i));
      draw(Path.of(photos, "red"), i, new Color(200 + i, 40 * i, 10));
    }
    a = foreign("a.th", 1);
    b = foreign("b.th", 2);
    own = folder.resolve("own.safetensors").toString();
    Cli cli =
        Cli.run(
            "convert",
            b,
            "--network=resnet20",
            "--set=classes=2",
            "--mean=0.4,0.5,0.6",
            "--std=0.3,0.3,0.3",
            "-o",
            own);
    assertThat(cli.code()).as(cli.err()).isZero();
  }

  private static void draw(Path folder, int number, Color colour) throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64; i++) {
      image.setRGB(i % 8, i / 8, colour.getRGB());
    }
    Path file = Files.createDirectories(folder).resolve(number + ".png");
    ImageIO.write(image, "png", file.toFile());
  }

  /** ResNet-20 for two classes with akamaster's names. */
  private static String foreign(String name, int seed) throws IOException {
    Graph graph = Models.graph("resnet20", Map.of(), new FeatureMap(3, 32, 32), 2);
    SequencedMap<String, HostTensor> tensors = new LinkedHashMap<>();
    try (TorchNet net = TorchNet.initialised(graph, seed)) {
      net.weights()
          .tensors()
          .forEach((key, value) -> tensors.put(key.replace("fc.", "linear."), value));
    }
    Path path = folder.resolve(name);
    TorchFile.write(path, new TensorFile(Map.of(), tensors));
    return path.toString();
  }

  private static Cli eval(String file, String... more) {
    List<String> args = new ArrayList<>(List.of("eval", file, "--data", photos));
    args.addAll(List.of("--precision", "fp32", "--threads", "1"));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private static List<Double> answers(String file, String... more) {
    Path csv = folder.resolve("answers.csv");
    List<String> args = new ArrayList<>(List.of(more));
    args.addAll(List.of("--predictions", csv.toString()));
    Cli cli = eval(file, args.toArray(String[]::new));
    assertThat(cli.code()).as(cli.err()).isZero();
    return Probabilities.ofSecond(csv);
  }

  private static void assertRefused(Cli cli, String... parts) {
    assertThat(cli.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(cli.err().lines()).singleElement().asString().contains(parts);
  }

  @Test
  void meanAndStdHoldForEveryNetworkOfAnEnsemble() {
    String[] given = {"--network", "resnet20", "--mean", "0.1,0.2,0.3", "--std", "0.5,0.4,0.3"};
    List<Double> ofA = answers(a, given);
    List<Double> ofB = answers(b, given);
    assertThat(ofB).isNotEqualTo(answers(b, "--network", "resnet20"));
    String[] mean = {"--mean", "0.1,0.2,0.3", "--std", "0.5,0.4,0.3"};
    Probabilities.assertClose(answers(own, mean), ofB);
    for (String member : List.of(b, "resnet20=" + b, own)) {
      List<String> all = new ArrayList<>(List.of(given));
      all.addAll(List.of("--ensemble", member));
      Probabilities.assertClose(
          answers(a, all.toArray(String[]::new)), Probabilities.mean(ofA, ofB));
    }
  }

  @Test
  void withoutThemEachIsShownImagesAsItsOwnFileSays() {
    List<Double> ofA = answers(a, "--network", "resnet20");
    List<Double> ofOwn = answers(own);
    assertThat(ofOwn).isNotEqualTo(answers(b, "--network", "resnet20"));
    Probabilities.assertClose(
        answers(a, "--network", "resnet20", "--ensemble", own), Probabilities.mean(ofA, ofOwn));
  }

  @Test
  void theOptionsOfTheFirstHoldForMembersWithoutANameAndANameHasItsOwn() {
    String[] elu = {"--network", "resnet20", "--set", "activation=elu"};
    List<Double> eluA = answers(a, elu);
    List<Double> eluB = answers(b, elu);
    List<Double> reluA = answers(a, "--network", "resnet20");
    List<Double> reluB = answers(b, "--network", "resnet20");
    assertThat(eluB).isNotEqualTo(reluB);
    String[] withB = {"--network", "resnet20", "--set", "activation=elu", "--ensemble", b};
    Probabilities.assertClose(answers(a, withB), Probabilities.mean(eluA, eluB));
    withB[5] = "resnet20=" + b;
    Probabilities.assertClose(answers(a, withB), Probabilities.mean(eluA, reluB));
    Probabilities.assertClose(
        answers(a, "--network", "resnet20", "--ensemble", "resnet20:activation=elu=" + b),
        Probabilities.mean(reluA, eluB));
  }

  /** All pictures are of one colour, so that wherever a crop lies it shows the same. */
  @Test
  void cropsOfOneColourAreAnsweredAlike() {
    List<Double> center = answers(a, "--network", "resnet20");
    for (String views : List.of("flip", "six", "ten-crop")) {
      Probabilities.assertClose(
          answers(a, "--network", "resnet20", "--views", views, "--resize", "36"), center);
    }
  }

  @Test
  void scalesAreAveragedAndOneScaleIsDense() {
    List<Double> small = answers(a, "--network", "resnet20", "--views", "multi-scale:32");
    List<Double> large = answers(a, "--network", "resnet20", "--views", "multi-scale:48");
    assertThat(small).isNotEqualTo(large);
    Probabilities.assertClose(
        answers(a, "--network", "resnet20", "--views", "multi-scale:32,48"),
        Probabilities.mean(small, large));
    Probabilities.assertClose(
        answers(a, "--network", "resnet20", "--views", "dense", "--resize", "48"), large);
  }

  @Test
  void aNameThatAFileContradictsIsRefused() {
    String[] first = {"--network", "resnet20", "--ensemble", "resnet32=" + own};
    assertRefused(
        eval(a, first),
        own + ": says that it is of resnet20 with options {classes=2}, received resnet32");
    first[3] = "resnet20:activation=elu=" + own;
    assertRefused(eval(a, first), own + ": says", "resnet20 with options {activation=elu}; leave");
    first[3] = "resnet20:classes=2=" + own;
    assertThat(eval(a, first).code()).isZero();
    assertRefused(eval(own, "--network", "resnet32"), "says that it is of resnet20");
  }

  @Test
  void membersOfOtherNetworksNeedNoNameIfTheySayThemselves() throws IOException {
    Graph graph = Models.graph("plain20", Map.of(), new FeatureMap(3, 32, 32), 2);
    Path plain = folder.resolve("plain.pt");
    try (TorchNet net = TorchNet.initialised(graph, 3)) {
      TorchFile.write(plain, new TensorFile(Map.of(), net.weights().tensors()));
    }
    String said = folder.resolve("plain.safetensors").toString();
    Cli.run(
        "convert",
        plain.toString(),
        "--network=plain20",
        "--set=classes=2",
        "--mean=0.5,0.5,0.5",
        "--std=1,1,1",
        "-o",
        said);
    Cli cli = eval(a, "--network", "resnet20", "--ensemble", said, "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.json()).containsEntry("ensemble", List.of(said));
  }

  @Test
  void aGreyMeanForColourImagesIsOneClearLine() throws IOException {
    String[] grey = {"--network", "resnet20", "--mean", "0.5", "--std", "0.5"};
    String line = "--mean, --std: expects 3 values each, one per channel of the images, received 1";
    assertRefused(eval(a, grey), line);
    assertRefused(eval(own, "--mean", "0.5", "--std", "0.5"), line);
    assertRefused(
        Cli.run(
            "convert",
            a,
            "--network=resnet20",
            "--set=classes=2",
            "--mean=0.5",
            "--std=0.5",
            "-o",
            folder.resolve("never.pt").toString()),
        line);
  }

  @Test
  void anInputThatImagesCannotBeResizedToIsOneClearLine() {
    assertRefused(
        Cli.run(
            "convert",
            a,
            "--network=resnet20",
            "--set=classes=2",
            "--set=input=16000",
            "-o",
            folder.resolve("never.pt").toString()),
        "an input of 16000 pixels on its shorter side: expects images resized to at most 16384");
  }

  /** Of a thousand classes, as torchvision's are; the cache has what a download would bring. */
  @Test
  void publishedWeightsAreReadOnceAndTheirAccuracyToldOnce() throws IOException {
    Graph graph = Models.graph("resnet18", Map.of(), new FeatureMap(3, 32, 32), 1000);
    Path cached =
        Path.of(System.getenv("CONVNET4J_HOME"), "weights/torchvision/resnet18-f37072fd.pth");
    Files.createDirectories(cached.getParent());
    try (TorchNet net = TorchNet.initialised(graph, 4)) {
      TorchFile.write(cached, new TensorFile(Map.of(), net.weights().tensors()));
    }
    Path thousand = folder.resolve("thousand");
    for (int c = 0; c < 1000; c++) {
      for (String split : List.of("train", "test")) {
        draw(thousand.resolve(split).resolve("c" + (1000 + c)), 0, new Color(c));
      }
    }
    Cli cli =
        Cli.run(
            "eval",
            "resnet18",
            "--weights",
            "torchvision",
            "--set",
            "input=32",
            "--data",
            thousand.toString());
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat((cli.out() + cli.err()).split("published top-1 69.76 %", -1)).hasSize(2);
    assertThat(cli.out()).contains("1,000 test images");
    Files.delete(cached);
  }
}
