package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convnet4j.data.Window.Centre;
import convnet4j.data.Window.Place;
import convnet4j.data.Window.Whole;
import convnet4j.errors.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"center", "flip", "six", "ten-crop", "dense", "multi-scale:224,256,384,480,640"})
  void textIsReadBackAndWeightsSumToOne(String text) {
    Views views = Views.parse(text);
    assertThat(views.text()).isEqualTo(text);
    assertThat(Views.parse(views.text())).isEqualTo(views);
    List<View> list = views.of(256);
    assertThat(list).doesNotHaveDuplicates();
    assertThat(list.stream().mapToDouble(View::weight).sum()).isCloseTo(1, within(1e-12));
  }

  @Test
  void sixIsAirbenchsHalfAndHalf() {
    assertThat(Views.parse("six").of(32))
        .containsExactly(
            new View(new Centre(0, 0), false, 0.25),
            new View(new Centre(0, 0), true, 0.25),
            new View(new Centre(-1, -1), false, 0.125),
            new View(new Centre(-1, -1), true, 0.125),
            new View(new Centre(1, 1), false, 0.125),
            new View(new Centre(1, 1), true, 0.125));
    assertThat(Views.parse("six").average()).isEqualTo(Views.Average.LOGITS);
    assertThat(Views.parse("flip").average()).isEqualTo(Views.Average.PROBABILITIES);
  }

  @Test
  void tenCropIsFiveWindowsAndTheirMirrorImages() {
    List<View> views = Views.parse("ten-crop").of(256);
    assertThat(views).hasSize(10).allMatch(view -> view.weight() == 0.1);
    for (Place place : Place.values()) {
      assertThat(views.stream().filter(v -> v.window().equals(new Window.Patch(place))))
          .extracting(View::mirrored)
          .containsExactly(false, true);
    }
  }

  @Test
  void wholeImagesHaveTheirScalesOrTheResizedSide() {
    assertThat(Views.parse("multi-scale: 32, 40").of(99))
        .containsExactly(
            new View(new Whole(32), false, 0.25),
            new View(new Whole(32), true, 0.25),
            new View(new Whole(40), false, 0.25),
            new View(new Whole(40), true, 0.25));
    assertThat(Views.parse("dense").of(36))
        .containsExactly(new View(new Whole(36), false, 0.5), new View(new Whole(36), true, 0.5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          centre | unknown views 'centre': did you mean 'center'? Write center, flip, six
          multiscale:224 | unknown views 'multiscale': did you mean 'multi-scale'?
          ten-corp | did you mean 'ten-crop'?
          everything | unknown views 'everything': expected center, flip, six, ten-crop, dense, multi-scale;
          multi-scale | views 'multi-scale': expected sides in pixels such as multi-scale:224,256,384, received ''
          multi-scale:224,x | views 'multi-scale:224,x': expected sides in pixels such as multi-scale:224,256,384, received 'x'
          multi-scale:224,,3 | received ''
          multi-scale:224,-3 | received '-3'
          multi-scale:0 | views 'multi-scale:0': expected sides of 1 to 16384 pixels, received [0]
          multi-scale:99999 | expected sides of 1 to 16384 pixels, received [99999]
          multi-scale:32,32 | expected scales, each once, received [32, 32]
          """)
  void otherTextIsRefused(String text, String message) {
    assertThatThrownBy(() -> Views.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void torchvisionResizesToEightSevenths() {
    // 256 for 224; 342 for inception's 299
    assertThat(Preprocessing.torchvision(224))
        .isEqualTo(new Preprocessing(256, Interpolation.BILINEAR, Normalisation.IMAGENET));
    assertThat(Preprocessing.torchvision(299).resize()).isEqualTo(342);
    assertThat(Preprocessing.torchvision(224).with(Normalisation.HALF))
        .isEqualTo(new Preprocessing(256, Interpolation.BILINEAR, Normalisation.HALF));
    for (int pixels : new int[] {0, Preprocessing.MOST + 1}) {
      assertThatThrownBy(() -> Preprocessing.torchvision(224).resizedTo(pixels))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 16384 pixels, received " + pixels);
    }
  }
}
