package convnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Normalisation;
import convnet4j.data.Preprocessing;
import convnet4j.errors.InputException;
import convnet4j.net.Graph;
import convnet4j.net.ParamSpec;
import convnet4j.net.Resolver;
import convnet4j.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TransferTest {
  private static final List<String> PETS = List.of("cat", "dog", "fish");

  private static Graph graph(String network, int classes, int channels, int side) {
    String input = channels + "x" + side + "x" + side;
    return Resolver.resolve(
        Zoo.create(network, Map.of("classes", Integer.toString(classes), "input", input)));
  }

  private static Head head(String network, int classes) {
    int side = Zoo.entry(network).input().height();
    return Head.of(graph(network, classes, 3, side), graph(network, classes + 1, 3, side));
  }

  /** A file of resnet20 whose every value is its tensor's place in the file. */
  private static ModelFile file(List<String> classes, int count, int channels) {
    SequencedMap<String, HostTensor> tensors = new LinkedHashMap<>();
    for (ParamSpec spec : graph("resnet20", count, channels, 32).params()) {
      float[] values = new float[(int) spec.elements()];
      Arrays.fill(values, tensors.size());
      tensors.put(spec.name(), HostTensor.floats(spec.shape(), values));
    }
    Normalisation normalisation =
        new Normalisation(Collections.nCopies(channels, 0.5), Collections.nCopies(channels, 0.25));
    ModelInfo info =
        new ModelInfo(
            "resnet20",
            new TreeMap<>(),
            graph("resnet20", count, channels, 32).input(),
            classes,
            Preprocessing.cover(32, normalisation));
    return new ModelFile(Path.of("f.safetensors"), info, "ours", tensors);
  }

  private static Transfer transfer(ModelFile file, List<String> classes) {
    return Transfer.of(
        file, graph("resnet20", classes.size(), 3, 32), head("resnet20", classes.size()), classes);
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "resnet20, fc.weight, fc.bias",
    "resnet50, fc.weight, fc.bias",
    "vgg16_bn, classifier.6.weight, classifier.6.bias",
    "vgg16_bn_cifar, classifier.weight, classifier.bias",
    "mobilenet_v2, classifier.1.weight, classifier.1.bias"
  })
  void theHeadIsWhatFollowsTheNumberOfClasses(String network, String weight, String bias) {
    assertThat(head(network, 10).names()).containsExactly(weight, bias);
  }

  static List<String> networks() {
    return Zoo.names();
  }

  /** At the class count of a hidden layer, too, where shapes alone would mislead. */
  @ParameterizedTest
  @MethodSource("networks")
  void everyNetworkHasAHeadWhateverTheNumberOfClasses(String network) {
    assertThat(head(network, 4096).names()).isNotEmpty().isEqualTo(head(network, 2).names());
  }

  @Test
  void aHeadOfOtherClassesStartsAnewAndAllElseIsTaken() {
    ModelFile file = file(numbers(10), 10, 3);
    Transfer transfer = transfer(file, PETS);
    assertThat(transfer.newHead()).isTrue();
    assertThat(transfer.anew()).containsExactly("fc.weight", "fc.bias");
    Map<String, HostTensor> expected = new LinkedHashMap<>(file.tensors());
    expected.keySet().removeAll(transfer.anew());
    assertThat(transfer.taken()).isEqualTo(expected);
    int all = file.tensors().size();
    assertThat(transfer.summary())
        .isEqualTo(
            "f.safetensors: "
                + (all - 2)
                + " of "
                + all
                + " tensors taken; the head (fc.weight, fc.bias) starts anew:"
                + " the file has 10 classes, the data 3");
  }

  @Test
  void aHeadOfTheSameClassesIsTaken() {
    ModelFile file = file(PETS, 3, 3);
    Transfer transfer = transfer(file, PETS);
    assertThat(transfer.newHead()).isFalse();
    assertThat(transfer.taken()).isEqualTo(file.tensors());
    assertThat(transfer.summary()).contains("all " + file.tensors().size() + " tensors taken");
  }

  @Test
  void asManyClassesOfOtherNamesOrInAnotherOrderAreOthers() {
    for (List<String> others :
        List.of(List.of("rose", "tulip", "lily"), List.of("dog", "cat", "fish"))) {
      Transfer transfer = transfer(file(others, 3, 3), PETS);
      assertThat(transfer.newHead()).isTrue();
      assertThat(transfer.summary())
          .contains("the file has other classes (" + String.join(", ", others) + ")");
    }
  }

  @Test
  void classesThatTheFileOnlyNumbersAreTakenForTheSame() {
    assertThat(transfer(file(numbers(3), 3, 3), PETS).newHead()).isFalse();
  }

  /** The caller may have named a foreign file's classes after the data; its tensors know better. */
  @Test
  void theNumberOfClassesIsThatOfTheTensorsWhateverTheFileIsSaidToBe() {
    assertThat(transfer(file(PETS, 10, 3), PETS).summary())
        .contains("the file has 10 classes, the data 3");
  }

  @Test
  void aFileWithoutAHeadGetsOne() {
    ModelFile file = file(numbers(10), 10, 3);
    SequencedMap<String, HostTensor> tensors = new LinkedHashMap<>(file.tensors());
    tensors.remove("fc.weight");
    tensors.remove("fc.bias");
    Transfer transfer = transfer(new ModelFile(file.path(), file.info(), "ours", tensors), PETS);
    assertThat(transfer.anew()).containsExactly("fc.weight", "fc.bias");
    assertThat(transfer.summary()).endsWith("the file has none");
  }

  @Test
  void aFileWithAnothersNamesAndClassesBeginsWithANewHead(@TempDir Path folder) throws IOException {
    SequencedMap<String, HostTensor> akamaster = new LinkedHashMap<>();
    file(numbers(10), 10, 3)
        .tensors()
        .forEach((name, value) -> akamaster.put("module." + name.replace("fc.", "linear."), value));
    Path path = folder.resolve("m.th");
    TorchFile.write(path, new TensorFile(Map.of(), akamaster));
    Foreign foreign =
        new Foreign(graph("resnet20", 3, 3, 32), new TreeMap<>(), PETS, Optional.empty());
    assertThatThrownBy(() -> ModelFile.read(path, Optional.of(foreign)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("wrong shape 2 (fc.weight expects 3×64, received 10×64");
    ModelFile file = ModelFile.toBeginWith(path, Optional.of(foreign));
    assertThat(file.info().preprocessing().normalisation()).isEqualTo(Normalisation.IMAGENET);
    Transfer transfer = transfer(file, PETS);
    assertThat(transfer.anew()).containsExactly("fc.weight", "fc.bias");
    assertThat(transfer.taken()).containsKey("layer3.2.bn2.weight");
    assertThat(transfer.summary()).endsWith("the file has 10 classes, the data 3");
  }

  @Test
  void allElseMustBeThereAndNothingMore() {
    ModelFile file = file(numbers(10), 10, 3);
    SequencedMap<String, HostTensor> tensors = new LinkedHashMap<>(file.tensors());
    tensors.remove("bn1.weight");
    tensors.put("extra", HostTensor.floats(List.of(1), 1));
    assertThatThrownBy(
            () -> transfer(new ModelFile(file.path(), file.info(), "ours", tensors), PETS))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("missing 1 (bn1.weight)")
        .hasMessageContaining("left over 1 (extra)");
    SequencedMap<String, HostTensor> half = new LinkedHashMap<>(file.tensors());
    half.remove("fc.bias");
    assertThatThrownBy(() -> transfer(new ModelFile(file.path(), file.info(), "ours", half), PETS))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("missing 1 (fc.bias)");
  }

  /** Plain networks have the same tensors, to the name: only what they compute differs. */
  @Test
  void weightsOfAnotherNetworkAreRefused() {
    assertThatThrownBy(
            () ->
                Transfer.of(file(PETS, 3, 3), graph("plain20", 3, 3, 32), head("plain20", 3), PETS))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "f.safetensors: expects to begin resnet20, which it is of, received plain20; train"
                + " resnet20, or begin with weights of plain20");
  }

  @Test
  void weightsOfColourImagesAreNotForGreyOnes() {
    assertThatThrownBy(
            () ->
                Transfer.of(
                    file(numbers(10), 10, 3),
                    graph("resnet20", 3, 1, 28),
                    head("resnet20", 3),
                    PETS))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "f.safetensors: expects images with 3 channels, the data has 1; convert it as it is"
                + " read with --set input=3x28x28");
  }

  @Test
  void theSideOfTheImagesMayBeAnother() {
    Transfer transfer =
        Transfer.of(
            file(numbers(10), 10, 3), graph("resnet20", 3, 3, 64), head("resnet20", 3), PETS);
    assertThat(transfer.newHead()).isTrue();
  }
}
