package convnet4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersCsvTest {
  private static final String COLUMNS =
      "step,path,kind,depth,gradient_norm,weight_norm,update_ratio,mean,std,zeros,saturated,dead,"
          + "branch_ratio";

  private static final LayerRow CONV =
      new LayerRow(
          0,
          "conv1",
          "Conv",
          1,
          Map.of(
              LayerMeasure.GRADIENT_NORM, 0.25,
              LayerMeasure.WEIGHT_NORM, 2.0,
              LayerMeasure.UPDATE_RATIO, 1.5e-30,
              LayerMeasure.MEAN, -0.5,
              LayerMeasure.STD, Double.POSITIVE_INFINITY));

  private static final LayerRow SUM =
      new LayerRow(300, "layer1.0", "SUM", 3, Map.of(LayerMeasure.BRANCH_RATIO, Double.NaN));

  @TempDir Path folder;

  private Path file(String... lines) throws Exception {
    return Files.writeString(folder.resolve("layers.csv"), String.join("\n", lines) + "\n");
  }

  @Test
  void valuesStandInTheirColumnsAndWhatIsNotForALayerIsEmpty() {
    assertThat(LayersCsv.HEADER).isEqualTo(COLUMNS);
    assertThat(LayersCsv.line(CONV))
        .isEqualTo("0,conv1,Conv,1,0.250000,2.00000,1.50000e-30,-0.500000,Infinity,,,,");
    assertThat(LayersCsv.line(SUM)).isEqualTo("300,layer1.0,SUM,3,,,,,,,,,NaN");
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    LayerLooks looks =
        LayersCsv.read(file(LayersCsv.HEADER, LayersCsv.line(CONV), LayersCsv.line(SUM)));
    assertThat(looks.rows()).containsExactly(CONV, SUM);
    assertThat(looks.steps()).containsExactly(0L, 300L);
    assertThat(looks.at(300)).containsExactly(SUM);
    assertThat(looks.at(1)).isEmpty();
    assertThat(SUM.value(LayerMeasure.BRANCH_RATIO).getAsDouble()).isNaN();
    assertThat(SUM.value(LayerMeasure.MEAN)).isEmpty();
  }

  @Test
  void aRunThatWasNotLookedAtHasNoFile() {
    assertThat(LayersCsv.read(folder.resolve("layers.csv"))).isEqualTo(LayerLooks.NONE);
  }

  @Test
  void linesThatAreNoneOfOursAreNamed() throws Exception {
    for (String line : List.of("0,conv1,Conv,1", "0,a,Conv,one,,,,,,,,,", "0,a,Conv,1,x,,,,,,,,")) {
      assertThatThrownBy(() -> LayersCsv.read(file(COLUMNS, line)))
          .isInstanceOf(InputException.class)
          .hasMessage(
              folder.resolve("layers.csv")
                  + " line 2: expects a path, a kind, and numbers, 13 in all, received "
                  + line);
    }
    assertThatThrownBy(() -> LayersCsv.read(file("step,path")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expects the columns " + COLUMNS + ", received step,path");
  }
}
