package convnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheHomeTest {
  private static final Path USER = Path.of("home", "kim");

  @Test
  void isWhatTheEnvironmentSays() {
    assertThat(CacheHome.path(Map.of("CONVNET4J_HOME", "/data/cache"), USER))
        .isEqualTo(Path.of("/data/cache"));
  }

  @Test
  void isInTheUsersCacheOtherwise() {
    Path expected = USER.resolve(".cache/convnet4j");
    assertThat(CacheHome.path(Map.of(), USER)).isEqualTo(expected);
    assertThat(CacheHome.path(Map.of("CONVNET4J_HOME", " "), USER)).isEqualTo(expected);
  }
}
