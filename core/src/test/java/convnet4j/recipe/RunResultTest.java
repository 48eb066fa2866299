package convnet4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import convnet4j.data.Views;
import convnet4j.io.Json;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.RunResult.Status;
import convnet4j.stats.Accuracy;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RunResultTest {
  private static RunResult result(Status status, Score train, Score test, Long divergedAtStep) {
    return new RunResult(
        "resnet20",
        "cifar10",
        Path.of("runs", "r"),
        status,
        2,
        782,
        61.5,
        1626.0,
        0.25,
        new FeatureMap(3, 32, 32),
        10,
        269_722,
        train,
        null,
        test,
        test == null ? null : 9_979,
        new Views.Six(),
        2,
        1,
        Precision.BF16,
        2,
        divergedAtStep,
        0,
        Path.of("runs", "r", "checkpoints", "last.safetensors"));
  }

  private static Map<String, Object> parsed(RunResult result) throws JsonProcessingException {
    return Json.reader(new TypeReference<Map<String, Object>>() {}).readValue(result.toJson());
  }

  @Test
  void jsonHasThePromisedFields() {
    RunResult result =
        result(Status.FINISHED, new Score(1.25, 55.5, null), new Score(1.5, 50, 95.0), null);
    assertThat(result.toJson().lines().map(String::strip))
        .containsExactly(
            "{",
            "\"network\" : \"resnet20\",",
            "\"data\" : \"cifar10\",",
            "\"run\" : \"runs/r\",",
            "\"status\" : \"finished\",",
            "\"epochs\" : 2,",
            "\"steps\" : 782,",
            "\"seconds\" : 61.5,",
            "\"images_per_second\" : 1626.0,",
            "\"data_wait\" : 0.25,",
            "\"input\" : [ 3, 32, 32 ],",
            "\"classes\" : 10,",
            "\"params\" : 269722,",
            "\"train\" : {",
            "\"loss\" : 1.25,",
            "\"top1\" : 55.5",
            "},",
            "\"validation\" : null,",
            "\"test\" : {",
            "\"loss\" : 1.5,",
            "\"top1\" : 50.0,",
            "\"top5\" : 95.0",
            "},",
            "\"test_images\" : 9979,",
            "\"views\" : \"six\",",
            "\"best_epoch\" : 2,",
            "\"seed\" : 1,",
            "\"precision\" : \"bf16\",",
            "\"threads\" : 2,",
            "\"diverged_at_step\" : null,",
            "\"skipped_images\" : 0,",
            "\"last_checkpoint\" : \"runs/r/checkpoints/last.safetensors\"",
            "}");
  }

  @Test
  void top5IsThereAsNullWhenFiveClassesAreAll() throws JsonProcessingException {
    Score test = Score.of(accuracyOfOneHit(4));
    assertThat(parsed(result(Status.INTERRUPTED, test, test, null)))
        .containsEntry("status", "interrupted")
        .extractingByKey("test")
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("top1", 100.0)
        .containsEntry("top5", null);
    assertThat(Score.of(accuracyOfOneHit(6)).top5()).isEqualTo(100);
  }

  @Test
  void aRunThatDivergedAtOnceIsStillValidJson() throws JsonProcessingException {
    Map<String, Object> json =
        parsed(result(Status.DIVERGED, new Score(Double.NaN, 10, null), null, 17L));
    assertThat(json)
        .containsEntry("status", "diverged")
        .containsEntry("diverged_at_step", 17)
        .containsEntry("test", null);
    assertThat(json)
        .extractingByKey("train")
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("loss", null);
  }

  private static Accuracy accuracyOfOneHit(int classes) {
    Accuracy accuracy = new Accuracy(classes);
    float[] logits = new float[classes];
    logits[1] = 1;
    accuracy.add(logits, new long[] {1}, 1);
    return accuracy;
  }
}
