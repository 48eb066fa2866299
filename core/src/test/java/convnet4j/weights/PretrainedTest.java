package convnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Normalisation;
import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation.Constant;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PretrainedTest {
  private static final FeatureMap INPUT = new FeatureMap(1, 1, 2);
  private static final ModelInfo INFO =
      new ModelInfo(
          "tiny",
          new TreeMap<>(),
          INPUT,
          List.of("a", "b"),
          new Normalisation(List.of(0.5), List.of(0.5)));

  private static Pretrained pretrained(List<String> labels) {
    return new Pretrained(
        new WeightsSource.Torchvision(),
        "tiny",
        Path.of("f"),
        Optional.empty(),
        2,
        labels,
        Optional.empty(),
        List.of("aux1."));
  }

  private static Graph graph(String path) {
    InitScheme zero = new InitScheme(new Constant(0), new Constant(0), new Constant(0));
    Layer layer = Layer.seq(new Op.Flatten(), Layer.scope(path, new Op.Linear(2, 2, false)));
    return Resolver.resolve(new Network("tiny", INPUT, 2, layer, zero));
  }

  private static ModelFile file(String... names) {
    SequencedMap<String, HostTensor> tensors = new LinkedHashMap<>();
    for (String name : names) {
      tensors.put(name, HostTensor.floats(List.of(2, 2), 1, 2, 3, 4));
    }
    return new ModelFile(Path.of("f"), INFO, tensors);
  }

  @Test
  void whatANetworkMayDoWithoutIsLeftOutOnlyWhereItDoesWithout() {
    ModelFile file = file("fc.weight", "aux1.weight", "aux3.weight");
    Pretrained weights = pretrained(List.of());
    assertThat(weights.trimmed(file, graph("fc")).tensors())
        .containsOnlyKeys("fc.weight", "aux3.weight");
    assertThat(weights.trimmed(file, graph("aux1")).tensors())
        .containsOnlyKeys("fc.weight", "aux1.weight", "aux3.weight");
  }

  @Test
  void classesWithoutPublishedNamesAreNumbered() {
    assertThat(pretrained(List.of()).classNames()).containsExactly("0", "1");
    assertThat(pretrained(List.of("cat", "dog")).classNames()).containsExactly("cat", "dog");
    assertThatThrownBy(() -> pretrained(List.of("cat")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
