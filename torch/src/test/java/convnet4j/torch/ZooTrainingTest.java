package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.cost.Cost;
import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.ParamSpec;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.zoo.Entry;
import convnet4j.zoo.Zoo;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every network of the zoo runs forward and backward on images of its own size, with what its
 * options make of it.
 */
class ZooTrainingTest {
  private static final int BATCH = 2;

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  static Stream<Arguments> names() {
    return Zoo.entries().stream()
        .map(entry -> Arguments.of(entry.name(), withAuxiliaryHeads(entry)));
  }

  /** Every value of every option that decides on layers, not with every other. */
  static Stream<Arguments> variants() {
    return Stream.concat(
        Arrays.stream(ActivationKind.values())
            .map(kind -> Arguments.of("resnet20", Map.of("activation", kind.label()))),
        Stream.of(
            Arguments.of("resnet20", Map.of("shortcut", "B")),
            Arguments.of("resnet20", Map.of("shortcut", "C", "input", "1x28x28")),
            Arguments.of("resnet20", Map.of("block", "reversed_bottleneck")),
            Arguments.of("resnet20", Map.of("block", "relu_then_add")),
            Arguments.of("resnet20", Map.of("block", "add_square", "shortcut", "C")),
            Arguments.of("resnet20", Map.of("stochastic_depth", "0.1")),
            Arguments.of("resnet18_cifar", Map.of("shortcut", "A", "classes", "3")),
            Arguments.of("resnet18_cifar", Map.of("shortcut", "C")),
            Arguments.of("resnet18_cifar", Map.of("block", "reversed_bottleneck")),
            Arguments.of("resnet18_cifar", Map.of("block", "relu_then_add")),
            Arguments.of("resnet18_cifar", Map.of("block", "add_square")),
            Arguments.of("resnet50", Map.of("bottleneck_stride", "1x1")),
            Arguments.of("resnet50", Map.of("bottleneck_stride", "1x1", "shortcut", "A")),
            Arguments.of("resnet50", Map.of("block", "relu_then_add", "shortcut", "C")),
            Arguments.of("resnet50", Map.of("block", "add_square", "shortcut", "C")),
            Arguments.of("preact_resnet164", Map.of("bottleneck_stride", "3x3")),
            Arguments.of("preact_resnet18_cifar", Map.of("stochastic_depth", "0.1")),
            Arguments.of("mobilenet_v1_cifar", Map.of("width", "0.25")),
            Arguments.of("mobilenet_v2_cifar", Map.of("width", "1.4")),
            Arguments.of("fast94", Map.of("input", "1x32x32", "classes", "3")),
            Arguments.of("googlenet", Map.of("aux", "false")),
            Arguments.of("nasnet_a_cifar", Map.of("aux", "false"))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource({"names", "variants"})
  void everyParameterIsCountedAlikeAndGetsAGradient(String name, Map<String, String> options) {
    Graph graph = Resolver.resolve(Zoo.create(name, options));
    try (PointerScope scope = new PointerScope();
        TorchNet net = TorchNet.initialised(graph, 1)) {
      Map<ParamSpec, Tensor> trained = net.trained();
      long fixed =
          graph.params().stream().filter(ParamSpec::fixed).mapToLong(ParamSpec::elements).sum();
      assertThat(trained.values().stream().mapToLong(Tensor::numel).sum())
          .isEqualTo(trained.keySet().stream().mapToLong(ParamSpec::elements).sum())
          .isEqualTo(Cost.of(graph).params() - fixed);

      FeatureMap in = graph.input();
      torch.manual_seed(2);
      Tensor images =
          torch
              .randn(BATCH, in.channels(), in.height(), in.width())
              .contiguous(MemoryFormat.ChannelsLast);
      Tensor labels = Tensor.create(new long[] {1, 0}, BATCH).to(ScalarType.Long);
      List<Tensor> outputs = net.outputs(images, true);
      assertThat(outputs).hasSize(1 + graph.auxiliary().size());
      Tensor loss = null;
      for (Tensor logits : outputs) {
        assertThat(logits.shape()).containsExactly(BATCH, graph.classes());
        Tensor one = torch.cross_entropy_loss(logits, labels, new TensorOptional(), 1, -100, 0.0);
        loss = loss == null ? one : loss.add(one);
      }
      assertThat(loss.item_float()).isFinite().isPositive();
      loss.backward();
      trained.forEach(
          (spec, tensor) -> {
            assertThat(tensor.grad().defined()).as(spec.name()).isTrue();
            assertThat(torch.isfinite(tensor.grad()).all().item_bool()).as(spec.name()).isTrue();
            if (spec.role() == ParamSpec.Role.WEIGHT) {
              assertThat(tensor.grad().abs().max().item_float()).as(spec.name()).isPositive();
            }
          });
    }
  }

  private static Map<String, String> withAuxiliaryHeads(Entry entry) {
    Map<String, String> options = new HashMap<>();
    if (entry.options().stream().anyMatch(option -> option.key().equals("aux"))) {
      options.put("aux", "true");
    }
    return options;
  }
}
