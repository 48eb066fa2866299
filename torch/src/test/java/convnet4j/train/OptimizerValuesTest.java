package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.net.ParamSpec;
import convnet4j.net.ParamSpec.Role;
import convnet4j.recipe.OptimizerSpec;
import convnet4j.recipe.OptimizerSpec.AdamW;
import convnet4j.recipe.OptimizerSpec.Muon;
import convnet4j.recipe.OptimizerSpec.RmsProp;
import convnet4j.recipe.OptimizerSpec.Sgd;
import convnet4j.torch.Natives;
import convnet4j.torch.TorchNet;
import convnet4j.weights.HostTensor;
import convnet4j.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against PyTorch's optimisers: optimizers/README.md of the resources. */
class OptimizerValuesTest {
  private static final double[] FACTORS = {1, 0.5, 2, 0.25, 1};
  private static final Set<Role> NONE = Set.of();

  private static final Map<String, OptimizerSpec> CASES =
      Map.of(
          "sgd", new Sgd(0.1, 0.9, true, 0.01, Set.of(Role.NORM, Role.BIAS)),
          "sgd_plain", new Sgd(0.1, 0, false, 0.01, NONE),
          "adamw", new AdamW(0.01, 0.8, 0.95, 1e-3, 0.1, Set.of(Role.BIAS)),
          "rmsprop", new RmsProp(0.01, 0.9, 1e-3, 0.9, 0.05, Set.of(Role.NORM)),
          "rmsprop_plain", new RmsProp(0.01, 0.9, 1e-3, 0, 0.05, Set.of(Role.NORM)),
          "muon", new Muon(0.1, 0.6, true, true, 0.05, 0.2, 0.85, 0.004),
          "muon_plain", new Muon(0.1, 0.6, false, false, 0.05, 0.2, 0, 0.004));

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sgd", "sgd_plain", "adamw", "rmsprop", "rmsprop_plain", "muon", "muon_plain"})
  void stepsAreThoseOfPyTorch(String name) throws IOException {
    try (TorchNet net = begun();
        Optimizer optimizer =
            Optimizers.of(
                CASES.get(name), net, Map.of(), p -> p.name().startsWith("fc.") ? 0.5 : 1)) {
      for (int step = 0; step < FACTORS.length; step++) {
        giveGradients(net, step);
        optimizer.step(FACTORS[step]);
      }
      Map<String, HostTensor> got = net.weights().tensors();
      Map<String, float[]> expected = expected(name);
      assertThat(expected).hasSize(7);
      expected.forEach(
          (param, values) ->
              assertThat(got.get(param).toFloats())
                  .as(param)
                  .containsExactly(values, within(1e-5f)));
    }
  }

  private static TorchNet begun() {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    int place = 0;
    for (ParamSpec spec : SmallNet.graph().params()) {
      if (spec.trained()) {
        int size = Math.toIntExact(spec.elements());
        tensors.put(
            spec.name(), HostTensor.floats(spec.shape(), SmallNet.pattern(size, place++, 0)));
      }
    }
    try (TorchNet drawn = SmallNet.drawn()) {
      drawn.weights().tensors().forEach(tensors::putIfAbsent);
    }
    return TorchNet.trainable(
        SmallNet.graph(), Weights.matching(SmallNet.graph(), tensors, "formula"));
  }

  private static void giveGradients(TorchNet net, int step) {
    int place = 0;
    for (Map.Entry<ParamSpec, Tensor> entry : net.trained().entrySet()) {
      ParamSpec spec = entry.getKey();
      if (step != 2 || !spec.name().equals("wide.bias")) {
        float[] values = SmallNet.pattern(Math.toIntExact(spec.elements()), place, step + 1);
        SmallNet.setGradient(entry.getValue(), spec, values);
      }
      place++;
    }
  }

  private static Map<String, float[]> expected(String name) throws IOException {
    Map<String, float[]> expected = new LinkedHashMap<>();
    try (InputStream in = OptimizerValuesTest.class.getResourceAsStream("optimizers/values.txt")) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      for (String line : lines) {
        String[] words = line.split(" ");
        if (words[0].equals(name)) {
          float[] values = new float[words.length - 2];
          for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(words[i + 2]);
          }
          expected.put(words[1], values);
        }
      }
    }
    return expected;
  }
}
