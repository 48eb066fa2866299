package convnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void numbersThatAreNotFiniteBecomeNull() {
    assertThat(Json.line(Arrays.asList(1.5, Double.NaN, Double.POSITIVE_INFINITY, null)))
        .isEqualTo("[1.5,null,null,null]");
    assertThat(Json.line(Map.of("a", Double.NEGATIVE_INFINITY))).isEqualTo("{\"a\":null}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1] 2", "[1.5]", "[\"1\"]", "[true]", "{}", "", "[1", "[01]", "[NaN]"})
  void readingIsStrict(String text) {
    assertThatThrownBy(() -> Json.reader(new TypeReference<List<Integer>>() {}).readValue(text))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void aKeyTwiceIsRefused() {
    assertThatThrownBy(
            () ->
                Json.reader(new TypeReference<Map<String, Object>>() {})
                    .readValue("{\"a\":1,\"a\":2}"))
        .isInstanceOf(JsonProcessingException.class);
  }
}
