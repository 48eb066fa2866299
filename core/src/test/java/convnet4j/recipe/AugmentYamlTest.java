package convnet4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import convnet4j.errors.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentYamlTest {
  private static String text(String yaml) throws Exception {
    return AugmentYaml.text("augment", new YAMLMapper().readValue(yaml, Object.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          crop:4,flip | crop:4,flip
          none | none
          [] | none
          [crop: 4, flip] | crop:4,flip
          [flip: ] | flip
          [flip: 0.25] | flip:0.25
          ['crop:4,flip', mixup: 0.2] | crop:4,flip,mixup:0.2
          [color: [0.4, 0.2, 0.1]] | color:0.4:0.2:0.1
          [blur: {size: 3, p: 0.2}] | blur:size=3:p=0.2
          [crop: {padding: 2, border: reflect}] | crop:padding=2:border=reflect
          [rotate: {degrees: -15, fill: edge}, pca: 0.1] | rotate:degrees=-15:fill=edge,pca:0.1
          """)
  void everyFormIsTheTextThatItStandsFor(String yaml, String expected) throws Exception {
    assertThat(text(yaml)).isEqualTo(expected);
  }

  @Test
  void aListIsOneItemALine() throws Exception {
    assertThat(
            text(
                """
                - crop: 4
                - flip
                - blur: {size: 3, p: 0.2}
                - cutmix: 1.0
                """))
        .isEqualTo("crop:4,flip,blur:size=3:p=0.2,cutmix:1.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {crop: 4} | augment: expects a text such as crop:4 or one key
          [flip, {crop: 4, blur: 3}] | augment, item 2: expects a text such as crop:4 or one key with its value such as crop: 4, received '{crop=4, blur=3}'
          [{}] | augment, item 1: expects
          [~] | augment, item 1: expects a text such as crop:4 or one key with its value such as crop: 4, received nothing
          [[crop]] | item 1: expects
          [blur: {size: }] | received nothing
          [blur: {size: [3, 3]}] | received '[3, 3]'
          [crop: '4,flip'] | received '4,flip'
          [crop: '4:p=0'] | received '4:p=0'
          ['crop:4': 1] | received 'crop:4'
          [crop: ''] | received ''
          """)
  void whatHasNoneOfTheFormsIsRefusedByItsPlace(String yaml, String message) {
    assertThatThrownBy(() -> text(yaml))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }
}
