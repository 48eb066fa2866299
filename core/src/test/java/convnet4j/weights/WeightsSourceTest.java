package convnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.weights.WeightsSource.HuggingFace;
import convnet4j.weights.WeightsSource.Torchvision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsSourceTest {
  @Test
  void readsWhatPeopleWrite() {
    assertThat(WeightsSource.parse("torchvision")).isEqualTo(new Torchvision());
    assertThat(WeightsSource.parse("torchvision:IMAGENET1K_V1")).isEqualTo(new Torchvision());
    assertThat(WeightsSource.parse("hf:timm/resnet50.tv_in1k"))
        .isEqualTo(new HuggingFace("timm", "resnet50.tv_in1k"))
        .hasToString("hf:timm/resnet50.tv_in1k");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tochvision",
        "torchvision:IMAGENET1K_V2",
        "hf:",
        "hf:timm",
        "hf:a/b/c",
        "hf:../b",
        "hf:a/..",
        "hf:a/b..c",
        "hf:a/.hidden",
        "hf:a b/c",
        "hf:a/b?x=1",
        "hf:a/b%2f"
      })
  void refusesEverythingElseAndWhatCouldLeaveTheCache(String text) {
    assertThatThrownBy(() -> WeightsSource.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--weights: expects ");
  }
}
