package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.cost.Cost;
import convnet4j.net.Graph;
import convnet4j.net.ParamSpec;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.zoo.Entry;
import convnet4j.zoo.Zoo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network of the zoo runs forward and backward on images of its own size. */
class ZooTrainingTest {
  private static final int BATCH = 2;

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  static List<String> names() {
    return Zoo.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyParameterIsCountedAlikeAndGetsAGradient(String name) {
    Graph graph = Resolver.resolve(Zoo.create(name, withAuxiliaryHeads(Zoo.entry(name))));
    try (PointerScope scope = new PointerScope();
        TorchNet net = TorchNet.initialised(graph, 1)) {
      Map<ParamSpec, Tensor> trained = net.trained();
      assertThat(trained.values().stream().mapToLong(Tensor::numel).sum())
          .isEqualTo(trained.keySet().stream().mapToLong(ParamSpec::elements).sum())
          .isEqualTo(Cost.of(graph).params());

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
