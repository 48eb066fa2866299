package convnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecipeHashTest {
  private static String hash(String digest, Object... changes) {
    Map<String, Object> values =
        new LinkedHashMap<>(Map.of("network", "resnet20", "data", "cifar10", "epochs", 3));
    for (int i = 0; i < changes.length; i += 2) {
      values.put(changes[i].toString(), changes[i + 1]);
    }
    return RecipeHash.of(Recipe.of(values), digest);
  }

  @Test
  void whereTheDataLiesAndHowManyThreadsComputeDoNotCount() {
    assertThat(hash("d", "data", "/elsewhere/cifar", "threads", 7, "checkpoint-every", 5))
        .isEqualTo(hash("d"))
        .matches("[0-9a-f]{16}");
  }

  /**
   * SHA-256 of {@code {"data":"d","epochs":3,"network":"resnet20","set":{"shortcut":"B"}}}, by
   * Python's hashlib: a key that is new, at its default, leaves old hashes as they are.
   */
  @Test
  void defaultsDoNotCount() {
    assertThat(hash("d", "set", Map.of("shortcut", "B"), "batch-size", 128, "epochs", 3))
        .isEqualTo("269a36355cac5c07");
  }

  @Test
  void whatChangesTheWeightsDoes() {
    assertThat(hash("d"))
        .isNotEqualTo(hash("e"))
        .isNotEqualTo(hash("d", "seed", 1))
        .isNotEqualTo(hash("d", "set", Map.of("shortcut", "B")))
        .isNotEqualTo(hash("d", "train-images", 100))
        .isNotEqualTo(hash("d", "lr", 0.2));
  }
}
