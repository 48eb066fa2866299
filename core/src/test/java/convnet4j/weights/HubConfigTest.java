package convnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Interpolation;
import convnet4j.data.Preprocessing;
import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubConfigTest {
  @TempDir Path folder;

  private HubConfig read(String json) throws IOException {
    return HubConfig.read(Files.writeString(folder.resolve("config.json"), json));
  }

  @Test
  void readsAFineTunedNetworksOwnValuesBeforeThoseItWasDerivedFrom() throws IOException {
    HubConfig config =
        read(
            """
            {"architecture": "resnet18.a1_in1k", "num_classes": 2, "label_names": ["cat", "dog"],
             "model_args": {},
             "pretrained_cfg": {"architecture": "resnet34", "label_names": null,
              "input_size": [3, 288, 256], "crop_pct": 1, "mean": [0, 0, 0], "std": [1, 1, 1],
              "num_classes": 1000}}
            """);
    assertThat(config.architecture()).contains("resnet18");
    assertThat(config.classes()).isEqualTo(2);
    assertThat(config.labels()).containsExactly("cat", "dog");
    assertThat(config.input()).contains(new FeatureMap(3, 288, 256));
    Preprocessing preprocessing = config.preprocessing().orElseThrow();
    assertThat(preprocessing.resize()).isEqualTo(256);
    assertThat(preprocessing.interpolation()).isEqualTo(Interpolation.BILINEAR);
    assertThat(config.hasArguments()).isFalse();
  }

  @Test
  void readsOlderFilesThatHaveEverythingAtTheTop() throws IOException {
    HubConfig config =
        read(
            """
            {"architecture": "tv_resnet50", "num_classes": 1000, "input_size": [3, 224, 224],
             "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225], "crop_pct": 0.875,
             "interpolation": "bilinear"}
            """);
    assertThat(config.preprocessing().orElseThrow().resize()).isEqualTo(256);
  }

  @Test
  void whatIsAbsentIsUnknown() throws IOException {
    HubConfig config = read("{\"model_type\": \"resnet\"}");
    assertThat(config.architecture()).isEmpty();
    assertThat(config.classes()).isZero();
    assertThat(config.input()).isEmpty();
    assertThat(config.preprocessing()).isEmpty();
  }

  @Test
  void namesThatAreNotOneForEachClassAreNone() throws IOException {
    assertThat(read("{\"num_classes\": 3, \"label_names\": [\"a\", \"b\"]}").labels()).isEmpty();
    assertThat(read("{\"num_classes\": 2, \"label_names\": [\"a\", \"a\"]}").labels()).isEmpty();
    assertThat(read("{\"num_classes\": 2, \"label_names\": [\"a\", 7]}").labels()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\"architecture\": 7} | architecture: expected text, received '7'",
        "{\"num_classes\": -1} | num_classes: expected a whole number",
        "{\"num_classes\": 1.5} | num_classes: expected a whole number",
        "{\"num_classes\": 99999999999} | num_classes: expected a whole number",
        "{\"input_size\": [3, 224]} | input_size: expected channels, height and width",
        "{\"input_size\": [3, 0, 224]} | input_size: expected a whole number from 1",
        "{\"input_size\": [3, 9, 9], \"mean\": [1], \"std\": [1]} | mean: expected one number",
        "{\"input_size\": [1, 9, 9], \"mean\": [1], \"std\": [0]} | std: expected numbers above 0",
        "{\"input_size\": [1, 9, 9], \"mean\": [1], \"std\": [\"1\"]} | std: expected a number",
        "{\"input_size\": [1, 9, 9], \"mean\": [1], \"std\": [1], \"crop_pct\": 0} | crop_pct:",
        "{\"input_size\": [1,9,9], \"mean\": [1], \"std\": [1], \"interpolation\": \"lanczos\"}"
            + " | interpolation: expected bilinear or bicubic, received 'lanczos'",
        "{\"input_size\": [1,9,9], \"mean\": [1], \"std\": [1], \"interpolation\": \"area\"}"
            + " | interpolation: expected bilinear or bicubic, received 'area'",
        "{\"input_size\": [1,20000,20000], \"mean\": [1], \"std\": [1]} | input_size, crop_pct:"
            + " expected images resized to at most 16384 pixels, received '22857'",
        "{\"pretrained_cfg\": []} | pretrained_cfg: expected an object",
        "{\"a\": 1, \"a\": 2} | expected a JSON object",
        "[1] | expected a JSON object",
        "{} {} | expected a JSON object",
        "<html> | expected a JSON object",
      })
  void whatIsMalformedIsOneLineThatNamesIt(String json, String message) {
    assertThatThrownBy(
            () -> {
              HubConfig config = read(json);
              config.architecture();
              config.classes();
              config.preprocessing();
            })
        .isInstanceOf(InputException.class)
        .hasMessageContaining("config.json: " + message.strip());
  }
}
