package convnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Normalisation;
import convnet4j.data.SharedData;
import convnet4j.errors.InputException;
import convnet4j.net.Graph;
import convnet4j.net.ParamSpec;
import convnet4j.net.Resolver;
import convnet4j.weights.Fixtures.Names;
import convnet4j.zoo.Zoo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DialectTest {
  @TempDir Path folder;

  private static Graph graph(String network) {
    return Resolver.resolve(Zoo.create(network, Map.of()));
  }

  /** Zeros of one byte each: names and shapes are what counts. */
  private static HostTensor zeros(List<Integer> shape) {
    int count = shape.stream().reduce(1, Math::multiplyExact);
    return new HostTensor(DType.U8, shape, ByteBuffer.allocate(count));
  }

  private static SequencedMap<String, HostTensor> tensors(Graph graph) {
    SequencedMap<String, HostTensor> tensors = new LinkedHashMap<>();
    graph.params().forEach(spec -> tensors.put(spec.name(), zeros(spec.shape())));
    return tensors;
  }

  private static SequencedMap<String, HostTensor> tensors(Names names) {
    SequencedMap<String, HostTensor> tensors = new LinkedHashMap<>();
    names.shapes().forEach((name, shape) -> tensors.put(name, zeros(shape)));
    return tensors;
  }

  static List<Names> others() {
    return Fixtures.names();
  }

  /** The order tells that, say, bn1 and bn2 of a block are not mistaken for each other. */
  @ParameterizedTest
  @MethodSource("others")
  void othersNamesBecomeOursInTheSameOrder(Names names) {
    Graph graph = graph(names.network());
    Dialect.Reading reading = Dialect.detect(graph, tensors(names));
    assertThat(reading.mismatch().faults()).isZero();
    assertThat(reading.dialect().name()).isEqualTo(names.dialect());
    assertThat(reading.tensors().keySet())
        .containsExactlyElementsOf(
            graph.params().stream()
                .map(ParamSpec::name)
                .filter(name -> !name.endsWith("num_batches_tracked"))
                .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "resnet18, torchvision, 0.485",
    "vgg11_bn, torchvision, 0.485",
    "mobilenet_v2, torchvision, 0.485",
    "resnet20, convnet4j, ",
    "resnet18_cifar, convnet4j, ",
    "vgg11_bn_cifar, kuangliu, 0.4914"
  })
  void ourNamesAreTorchvisionsWhereItHasTheNetwork(String network, String dialect, Double mean) {
    Graph graph = graph(network);
    Dialect.Reading reading = Dialect.detect(graph, tensors(graph));
    assertThat(reading.mismatch().faults()).isZero();
    assertThat(reading.dialect().name()).isEqualTo(dialect);
    assertThat(reading.dialect().normalisation().map(n -> n.mean().getFirst()))
        .isEqualTo(Optional.ofNullable(mean));
  }

  @Test
  void wrappersInFrontOfNamesAreStripped() {
    Graph graph = graph("resnet20");
    for (String wrapper : List.of("module.", "_orig_mod.", "module._orig_mod.")) {
      SequencedMap<String, HostTensor> wrapped = new LinkedHashMap<>();
      tensors(graph).forEach((name, tensor) -> wrapped.put(wrapper + name, tensor));
      Dialect.Reading reading = Dialect.detect(graph, wrapped);
      assertThat(reading.mismatch().faults()).isZero();
      assertThat(reading.tensors()).isEqualTo(tensors(graph));
    }
  }

  @Test
  void anyNumberOfWrappersIsStripped() {
    Graph graph = graph("resnet20");
    SequencedMap<String, HostTensor> wrapped = new LinkedHashMap<>();
    String wrappers = "module._orig_mod.module.".repeat(20_000);
    tensors(graph).forEach((name, tensor) -> wrapped.put(wrappers + name, tensor));
    assertThat(Dialect.detect(graph, wrapped).tensors()).isEqualTo(tensors(graph));
  }

  @Test
  void auxiliaryHeadsAreDroppedWhereTheNetworkHasNone() {
    Graph googlenet =
        new Graph(
            "googlenet",
            graph("resnet20").input(),
            10,
            List.of(),
            graph("resnet20").params(),
            List.of());
    SequencedMap<String, HostTensor> tensors = tensors(googlenet);
    tensors.put("aux1.fc1.weight", zeros(List.of(2)));
    tensors.put("aux2.fc2.bias", zeros(List.of(2)));
    Dialect.Reading reading = Dialect.detect(googlenet, tensors);
    assertThat(reading.mismatch().faults()).isZero();
    assertThat(reading.tensors()).isEqualTo(tensors(googlenet));
    assertThat(reading.dialect().normalisation().orElseThrow().mean()).containsOnly(0.5);
  }

  @Test
  void twoTensorsForOneParameterAreAnError() throws IOException {
    Graph graph = graph("resnet20");
    SequencedMap<String, HostTensor> tensors = tensors(graph);
    tensors.put("linear.weight", tensors.get("fc.weight"));
    assertThat(Dialect.detect(graph, tensors).mismatch().faults()).isEqualTo(1);
    SequencedMap<String, HostTensor> wrapped = tensors(graph);
    wrapped.put("module.fc.bias", wrapped.get("fc.bias"));
    Path path = folder.resolve("m.pt");
    TorchFile.write(path, new TensorFile(Map.of(), wrapped));
    assertThatThrownBy(() -> ModelFile.read(path, Optional.of(foreign(graph))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("doesn't fit resnet20: given twice 1 (fc.bias)");
  }

  @Test
  void theNearestDialectSaysWhatIsWrong() throws IOException {
    SequencedMap<String, HostTensor> tensors = tensors(graph("resnet20"));
    tensors.put("linear.bias", tensors.remove("fc.bias"));
    tensors.remove("fc.weight");
    tensors.put("linear.weight", zeros(List.of(100, 64)));
    tensors.put("extra", zeros(List.of(1)));
    tensors.remove("bn1.weight");
    Path path = folder.resolve("m.pt");
    TorchFile.write(path, new TensorFile(Map.of(), tensors));
    assertThatThrownBy(() -> ModelFile.read(path, Optional.of(foreign(graph("resnet20")))))
        .isInstanceOf(InputException.class)
        .hasMessage(
            path
                + ": doesn't fit resnet20 with akamaster's names: missing 1 (bn1.weight), left over"
                + " 1 (extra), wrong shape 1 (fc.weight expects 10×64, received 100×64); name the"
                + " network, options and number of classes that it was trained with");
  }

  private static Foreign foreign(Graph graph) {
    List<String> classes = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    return new Foreign(graph, new TreeMap<>(), classes, Optional.of(Normalisation.CIFAR10));
  }

  @ParameterizedTest
  @CsvSource({
    "resnet20-12fca82f.th, resnet20",
    "resnet32-d509ac18.th, resnet32",
    "resnet44-014dd654.th, resnet44",
    "resnet56-4bfd9763.th, resnet56"
  })
  void publishedFilesOf2018AreReadWithTheirNormalisation(String file, String network) {
    Path path = SharedData.file("weights/" + file);
    Graph graph = graph(network);
    ModelFile model = ModelFile.read(path, Optional.of(foreign(graph)));
    assertThat(model.dialect()).isEqualTo("akamaster");
    assertThat(model.info().preprocessing().normalisation()).isEqualTo(Normalisation.IMAGENET);
    assertThat(model.info().classes()).isEqualTo(foreign(graph).classes());
    assertThat(model.weights(graph).tensors()).hasSize(graph.params().size());
    assertThat(model.weights(graph).get("conv1.weight").toFloats()).doesNotContain(Float.NaN);
  }

  @Test
  void withoutADialectsNormalisationTheUsualOneCounts() throws IOException {
    Graph graph = graph("resnet20");
    Path path = folder.resolve("m.pt");
    TorchFile.write(path, new TensorFile(Map.of(), tensors(graph)));
    assertThat(
            ModelFile.read(path, Optional.of(foreign(graph)))
                .info()
                .preprocessing()
                .normalisation())
        .isEqualTo(Normalisation.CIFAR10);
    Foreign unknown =
        new Foreign(graph, new TreeMap<>(), foreign(graph).classes(), Optional.empty());
    assertThatThrownBy(() -> ModelFile.read(path, Optional.of(unknown)))
        .hasMessage(
            path + ": doesn't say what its pixels were normalised with; give --mean and --std");
  }
}
