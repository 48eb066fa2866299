package convnet4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.net.Graph;
import convnet4j.net.Resolver;
import convnet4j.recipe.Precision;
import convnet4j.torch.Natives;
import convnet4j.zoo.Zoo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LatencyTest {
  @BeforeAll
  static void natives() {
    Natives.load();
  }

  private static Graph graph(String name) {
    return Resolver.resolve(Zoo.create(name, Map.of()));
  }

  /** Another clock: what is timed cannot take longer than what it is part of, nor no time. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void everyPassAfterTheWarmUpIsTimed(Precision precision) {
    List<Integer> before = new ArrayList<>();
    List<Long> clock = new ArrayList<>();
    double[] times =
        Latency.measure(
            graph("resnet20"),
            precision,
            2,
            1,
            4,
            done -> {
              before.add(done);
              clock.add(System.nanoTime());
            });
    double timed = (System.nanoTime() - clock.get(1)) / 1e6;

    assertThat(before).isEqualTo(IntStream.range(0, 5).boxed().toList());
    assertThat(times).hasSize(4);
    assertThat(Arrays.stream(times).sum()).isLessThan(timed);
    // The three passes that lie between two calls are nearly all that happens between them.
    for (int i = 0; i < 3; i++) {
      double between = (clock.get(i + 2) - clock.get(i + 1)) / 1e6;
      assertThat(times[i]).isBetween(between / 2, between);
    }
  }

  /** 64 times the multiply-adds; at batch 1 much of the time goes into calls. */
  @Test
  void aLargerBatchTakesLonger() {
    int before = torch.get_num_threads();
    // Two of them wait for each other, which on a machine that does other work takes longest.
    torch.set_num_threads(1);
    try {
      Graph graph = graph("resnet20");
      double one = fastest(Latency.measure(graph, Precision.FP32, 1, 1, 5, done -> {}));
      double many = fastest(Latency.measure(graph, Precision.FP32, 64, 1, 3, done -> {}));
      assertThat(many).isGreaterThan(2 * one);
    } finally {
      torch.set_num_threads(before);
    }
  }

  @Test
  void aListenerBreaksOffByThrowing() {
    assertThatThrownBy(
            () ->
                Latency.measure(
                    graph("resnet20"),
                    Precision.FP32,
                    1,
                    0,
                    1_000_000,
                    done -> {
                      if (done == 2) {
                        throw new IllegalStateException("enough");
                      }
                    }))
        .hasMessage("enough");
  }

  private static double fastest(double[] times) {
    return Arrays.stream(times).min().orElseThrow();
  }
}
