package convnet4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Graph;
import convnet4j.net.Resolver;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks whose padding depends on the parity of what it pads. */
class ResizedTest {
  @ParameterizedTest
  @ValueSource(strings = {"xception", "nasnet_a_mobile", "nasnet_a_cifar"})
  void aNetworkIsTheSameWhateverSizeItWasBuiltFor(String name) {
    Graph own = ZooTest.graph(name, Map.of());
    int side = own.input().height();
    for (int more = 1; more <= 64; more++) {
      String input = "3x" + (side + more) + "x" + (side + more / 2);
      Graph built = ZooTest.graph(name, Map.of("input", input));

      assertThat(Resolver.resized(own, built.input())).as(input).isEqualTo(built);
    }
  }
}
