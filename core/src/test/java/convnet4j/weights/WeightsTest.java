package convnet4j.weights;

import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation.Constant;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightsTest {
  private static final Graph GRAPH =
      Resolver.resolve(
          new Network(
              "tiny",
              new FeatureMap(3, 2, 2),
              4,
              seq(
                  scope("conv", Op.Conv.of(3, 2, 1, 1, 0)),
                  scope("bn", Op.BatchNorm.of(2)),
                  new Op.Flatten(),
                  scope("fc", new Op.Linear(8, 4, true))),
              new InitScheme(new Constant(0), new Constant(0), new Constant(0))));

  private static Map<String, HostTensor> fitting() {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    for (ParamSpec spec : GRAPH.params().reversed()) {
      tensors.put(spec.name(), HostTensor.floats(spec.shape(), new float[(int) spec.elements()]));
    }
    return tensors;
  }

  private static void assertRefused(Map<String, HostTensor> tensors, String message) {
    assertThatThrownBy(() -> Weights.matching(GRAPH, tensors, "m.safetensors"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "m.safetensors: doesn't fit tiny: "
                + message
                + "; name the network, options and number of classes that it was trained with");
  }

  @Test
  void comeInTheGraphsOrderWhateverTheFiles() {
    Weights weights = Weights.matching(GRAPH, fitting(), "m");
    assertThat(weights.tensors().keySet())
        .containsExactly(
            "conv.weight",
            "bn.weight",
            "bn.bias",
            "bn.running_mean",
            "bn.running_var",
            "bn.num_batches_tracked",
            "fc.weight",
            "fc.bias");
    assertThat(weights.get("fc.weight").shape()).containsExactly(4, 8);
    assertThatThrownBy(() -> weights.get("fc.wait"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no parameter is named fc.wait");
  }

  @Test
  void theCountOfBatchesMayBeMissing() {
    Map<String, HostTensor> tensors = fitting();
    tensors.remove("bn.num_batches_tracked");
    assertThat(Weights.matching(GRAPH, tensors, "m").get("bn.num_batches_tracked"))
        .isEqualTo(HostTensor.longs(List.of(), 0));
  }

  @Test
  void oneErrorListsAllThatDoesNotFit() {
    Map<String, HostTensor> tensors = fitting();
    tensors.remove("bn.weight");
    tensors.remove("bn.bias");
    tensors.put("classifier.weight", HostTensor.floats(List.of(1), 1));
    tensors.put("fc.weight", HostTensor.floats(List.of(2, 8), new float[16]));
    assertRefused(
        tensors,
        "missing 2 (bn.weight, bn.bias), left over 1 (classifier.weight), wrong shape 1"
            + " (fc.weight expects 4×8, received 2×8)");
  }

  @Test
  void aLongListIsCutAfterThree() {
    assertRefused(Map.of(), "missing 7 (conv.weight, bn.weight, bn.bias, …)");
  }

  @Test
  void theCountOfBatchesMustHaveItsShapeWhenItIsThere() {
    Map<String, HostTensor> tensors = fitting();
    tensors.put("bn.num_batches_tracked", HostTensor.longs(List.of(1), 5));
    assertRefused(tensors, "wrong shape 1 (bn.num_batches_tracked expects scalar, received 1)");
  }
}
