package convnet4j.study;

import convnet4j.io.Json;
import convnet4j.recipe.Recipe;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a recipe decides, as a name: two recipes of one hash train the same network. Where the data
 * lies is left out for what it is, and so are threads and how often checkpoints are written.
 * Defaults are left out too, so that a key that recipes get later does not rename what was run
 * before; whoever changes a default makes old runs pass for new ones.
 */
final class RecipeHash {
  /** Of 64 digits; a study has thousands of runs at most. */
  private static final int DIGITS = 16;

  private RecipeHash() {}

  /**
   * The hash of a recipe.
   *
   * @param dataDigest of its data set
   */
  static String of(Recipe recipe, String dataDigest) {
    Map<String, Object> values = new TreeMap<>(recipe.chosen());
    values.put("data", dataDigest);
    values.remove("threads");
    values.remove("checkpoint-every");
    return hex(Json.line(values)).substring(0, DIGITS);
  }

  private static String hex(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
