package convnet4j.torch;

import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialiserTest {
  @BeforeAll
  static void natives() {
    Natives.load();
  }

  private static float[] drawn(Initialisation init, int in, int out, int kernel) {
    InitScheme scheme = new InitScheme(init, new Initialisation.Normal(1), init);
    Graph graph =
        Resolver.resolve(
            new Network(
                "tiny",
                new FeatureMap(in, 8, 8),
                2,
                seq(
                    scope("conv", Op.Conv.of(in, out, kernel, 1, 0)),
                    new Op.AdaptiveAvgPool(1, 1),
                    new Op.Flatten(),
                    scope("fc", new Op.Linear(out, 2, false))),
                scheme));
    try (TorchNet net = TorchNet.initialised(graph, 3)) {
      return net.weights().get("conv.weight").toFloats();
    }
  }

  /**
   * As {@code torch.nn.init.dirac_(w[:w.size(1)])} in PyTorch 1.13.1, whose ones are at kernel / 2
   * of an even kernel, too; the rest is what {@code Conv2d} draws, uniform in ±1/√(in·kernel²).
   */
  @ParameterizedTest
  @CsvSource({"4, 100, 3, 4", "5, 3, 3, 4", "6, 64, 2, 3", "3, 3, 1, 0", "2, 90, 5, 12"})
  void theFirstFiltersOfDiracPassOnOneChannelAndTheOthersAreUniform(
      int in, int out, int kernel, int middle) {
    float[] weights = drawn(new Initialisation.Dirac(), in, out, kernel);
    int taps = kernel * kernel;
    int passing = Math.min(in, out);

    for (int o = 0; o < passing; o++) {
      float[] expected = new float[in * taps];
      expected[o * taps + middle] = 1;
      assertThat(Arrays.copyOfRange(weights, o * in * taps, (o + 1) * in * taps))
          .containsExactly(expected);
    }
    double[] rest =
        IntStream.range(passing * in * taps, weights.length).mapToDouble(i -> weights[i]).toArray();
    double bound = 1 / Math.sqrt(in * taps);
    assertThat(Arrays.stream(rest).map(Math::abs)).allMatch(v -> v <= bound);
    if (rest.length > 1000) {
      double variance = Arrays.stream(rest).map(v -> v * v).average().orElseThrow();
      // A uniform number's variance; 5 sigma of a mean of 1,000 and more.
      assertThat(variance / (bound * bound / 3)).isBetween(0.86, 1.14);
    }
  }
}
