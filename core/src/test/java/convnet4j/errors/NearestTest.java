package convnet4j.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTest {
  private static final List<String> NAMES =
      List.of("resnet18", "resnet101", "vgg11", "vgg11_bn", "cifar10", "fashion-mnist", "flip");

  @ParameterizedTest
  @CsvSource({
    "resnet81, resnet18", // two letters in the wrong order are one mistake
    "ResNet18, resnet18",
    "resnt18, resnet18",
    "vgg11bn, vgg11_bn",
    "cifar-10, cifar10",
    "cifar, cifar10",
    "fashion, fashion-mnist", // a beginning
    "flop, flip",
  })
  void findsWhatWasMeant(String typed, String meant) {
    assertThat(Nearest.of(typed, NAMES)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"imagenet", "xyz", "", "r"})
  void suggestsNothingForWhatIsFarFromAll(String typed) {
    assertThat(Nearest.of(typed, NAMES)).isEmpty();
  }

  @Test
  void theErrorNamesTheKindTheNameTheSuggestionAndWhatToDo() {
    assertThat(Nearest.unknown("network", "resnet81", NAMES, "see 'convnet models'"))
        .hasMessage("unknown network 'resnet81': did you mean 'resnet18'? see 'convnet models'");
    assertThat(Nearest.unknown("network", "resnet81", NAMES, ""))
        .hasMessage("unknown network 'resnet81': did you mean 'resnet18'?");
  }

  @Test
  void theErrorListsAFewCandidatesWhenNoneIsNear() {
    assertThat(Nearest.unknown("join", "xyz", List.of("sum", "concat"), "see the docs"))
        .hasMessage("unknown join 'xyz': expected sum, concat; see the docs");
    assertThat(Nearest.unknown("join", "xyz", List.of("sum", "concat"), ""))
        .hasMessage("unknown join 'xyz': expected sum, concat");
    assertThat(Nearest.unknown("join", "xyz", List.of(), "see the docs"))
        .hasMessage("unknown join 'xyz': see the docs");
  }
}
