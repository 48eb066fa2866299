package convnet4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobTest {
  private static final Job JOB =
      new Job(
          Contender.PYTHON_FP32,
          Workload.of("resnet50", 32),
          "cifar10",
          List.of(new Timing(Task.TRAINING, new Span(3, 1.5), new Span(4, 6))));

  /** Counted by running others' code: core's reference-implementations.csv says whose. */
  @Test
  void workloadsCostWhatReferenceImplementationsDo() {
    assertThat(Workload.all())
        .extracting(w -> w.network() + " " + w.params() + " " + w.madds())
        .containsExactly(
            "resnet18_cifar 11173962 555422720",
            "resnet20 269722 40551040",
            "vgg19_bn_cifar 20040522 398136320",
            "mobilenet_v2_cifar 2296922 91154944",
            "resnet50 25557032 4089184256",
            "mobilenet_v2 3504872 300774272");
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    String text = Measurement.JSON.writeValueAsString(JOB);

    assertThat(Measurement.JSON.readValue(text, Job.class)).isEqualTo(JOB);
  }

  /** networks.py reads these. */
  @Test
  void isWrittenInTheWordsOfTheScript() throws IOException {
    JsonNode job = Measurement.JSON.readTree(Measurement.JSON.writeValueAsString(JOB));

    assertThat(job.at("/contender").textValue()).isEqualTo("python-fp32");
    assertThat(job.at("/workload/network").textValue()).isEqualTo("resnet50");
    assertThat(job.at("/workload/side").intValue()).isEqualTo(224);
    assertThat(job.at("/workload/params").longValue()).isEqualTo(25_557_032);
    assertThat(job.at("/timings/0/task").textValue()).isEqualTo("training");
    assertThat(job.at("/timings/0/warmup/seconds").doubleValue()).isEqualTo(1.5);
    assertThat(job.at("/timings/0/clock/steps").intValue()).isEqualTo(4);
  }

  @Test
  void refusesAnotherNetwork() {
    assertThatThrownBy(() -> JOB.checkParams(25_557_031))
        .hasMessageContaining("25557031")
        .hasMessageContaining("25557032");
  }
}
