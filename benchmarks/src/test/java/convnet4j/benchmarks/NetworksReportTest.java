package convnet4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.benchmarks.NetworksReport.Ratio;
import convnet4j.benchmarks.NetworksReport.Roof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NetworksReportTest {
  private static final Workload RESNET20 = Workload.of("resnet20", 128);

  private final List<Measurement> measurements = new ArrayList<>();

  @Test
  void comparesMediansWithTheFastestOfPython() {
    found(Contender.CONVNET4J_BF16, Task.TRAINING, RESNET20, 1100, 900, 1000);
    found(Contender.PYTHON_AUTOCAST, Task.TRAINING, RESNET20, 700, 800, 2000);
    found(Contender.PYTHON_FP32, Task.TRAINING, RESNET20, 500, 500, 500);
    found(Contender.CONVNET4J_BF16, Task.EVALUATION, RESNET20, 3000);
    found(Contender.PYTHON_AUTOCAST, Task.EVALUATION, RESNET20, 2000);
    found(Contender.PYTHON_BF16, Task.EVALUATION, RESNET20, 4000);

    assertThat(report().ratios())
        .containsExactly(
            new Ratio(
                "resnet20",
                Task.TRAINING,
                Contender.CONVNET4J_BF16,
                Contender.PYTHON_AUTOCAST,
                1.25,
                0.97),
            new Ratio(
                "resnet20",
                Task.EVALUATION,
                Contender.CONVNET4J_BF16,
                Contender.PYTHON_BF16,
                0.75,
                0.97));
    assertThat(report().markdown())
        .containsPattern("training +\\| convnet4j-bf16 / python-autocast \\| 1.250 \\| ≥ 0.97")
        .containsPattern("evaluation +\\| convnet4j-bf16 / python-bf16 +\\| 0.750 .*\\| no ")
        .containsPattern("convnet4j-bf16 +\\| 1000.0 +\\| 1100.0 900.0 1000.0 +\\| 3000.0 ");
  }

  @Test
  void comparesFloat32WithFloat32AndBfloat16WithDjl() {
    found(Contender.CONVNET4J_FP32, Task.TRAINING, RESNET20, 330);
    found(Contender.PYTHON_FP32, Task.TRAINING, RESNET20, 300);
    found(Contender.CONVNET4J_BF16, Task.TRAINING, RESNET20, 600);
    found(Contender.DJL, Task.TRAINING, RESNET20, 240);
    found(Contender.DJL_TUNED, Task.TRAINING, RESNET20, 300);

    assertThat(report().ratios()).extracting(Ratio::ratio).containsExactly(2.0, 2.5, 2.0, 1.1);
    assertThat(report().ratios()).extracting(Ratio::target).containsExactly(0.97, 2.4, 2.4, null);
  }

  @Test
  void countsSixOperationsForAMultiplyAddOfTrainingAndTwoOfEvaluation() {
    found(Contender.CONVNET4J_BF16, Task.TRAINING, RESNET20, 1000);
    found(Contender.PYTHON_BF16, Task.EVALUATION, RESNET20, 5000);
    found(Contender.CONVNET4J_BF16, Task.PRODUCT, Workload.PRODUCT, 5);
    found(Contender.PYTHON_BF16, Task.PRODUCT, Workload.PRODUCT, 4);

    List<Roof> roofs = report().roofline();

    // 6 · 40,551,040 · 1000, 2 · 40,551,040 · 5000, and 2 · 4096³ · 5 = 687.19 · 10⁹.
    assertThat(roofs).extracting(Roof::task).containsExactly(Task.TRAINING, Task.EVALUATION);
    assertThat(roofs.get(0).gflops()).isCloseTo(243.306, within(0.001));
    assertThat(roofs.get(0).share()).isCloseTo(0.35406, within(0.00001));
    assertThat(roofs.get(1).gflops()).isCloseTo(405.510, within(0.001));
    assertThat(roofs.get(1).fastest()).isEqualTo(Contender.PYTHON_BF16);
    assertThat(roofs.get(1).share()).isCloseTo(0.59010, within(0.00001));
  }

  @Test
  void holdsNothingAgainstTheProductOfTheOtherPrecision() {
    found(Contender.CONVNET4J_FP32, Task.TRAINING, RESNET20, 1000);
    found(Contender.CONVNET4J_BF16, Task.PRODUCT, Workload.PRODUCT, 5);

    assertThat(report().roofline()).isEmpty();
    assertThat(report().markdown()).doesNotContain("Roofline");
  }

  private void found(Contender who, Task task, Workload workload, double... rates) {
    for (double rate : rates) {
      measurements.add(
          new Measurement(
              who, task, workload.network(), "engine", 3, rate, new TreeMap<>(), null, 2));
    }
  }

  private NetworksReport report() {
    return new NetworksReport(
        "2026-01-02", Map.of("cores", 2), 3, 6, List.of(RESNET20), measurements);
  }
}
