package convnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PretrainedTest {
  private static Pretrained pretrained(List<String> labels) {
    return new Pretrained(
        new WeightsSource.Torchvision(),
        "tiny",
        Path.of("f"),
        Optional.empty(),
        2,
        labels,
        Optional.empty());
  }

  @Test
  void classesWithoutPublishedNamesAreNumbered() {
    assertThat(pretrained(List.of()).classNames()).containsExactly("0", "1");
    assertThat(pretrained(List.of("cat", "dog")).classNames()).containsExactly("cat", "dog");
    assertThatThrownBy(() -> pretrained(List.of("cat")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
