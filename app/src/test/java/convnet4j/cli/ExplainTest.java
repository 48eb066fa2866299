package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
  private static final String HEADER =
      "step,path,kind,depth,gradient_norm,weight_norm,update_ratio,mean,std,zeros,saturated,dead,"
          + "branch_ratio\n";

  private static final String LAST =
      """
      40,conv1,Conv,1,3.00000e-07,5.65685,0.00125000,0.100000,1.50000,,,,
      40,act1,Activation,1,,,,0.400000,0.600000,0.512500,,0.0625000,
      40,layer1.0.conv1,Conv,2,0.500000,4.00000,0.0200000,-1.25000,NaN,,,,
      40,layer1.0,SUM,2,,,,0.400000,0.600000,,,,0.750000
      40,layer1.0.down,Conv,1,0.250000,4.00000,0.0200000,0.00000,1.00000,,,,
      """;

  @TempDir Path folder;

  @BeforeEach
  void recipe() throws Exception {
    Files.writeString(folder.resolve("recipe.yaml"), "network: resnet20\ndata: d\nepochs: 1\n");
  }

  private Cli explain(String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "explain";
    arguments[1] = folder.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return Cli.run(arguments);
  }

  private void looks() throws Exception {
    Files.writeString(
        folder.resolve("layers.csv"),
        HEADER
            + "0,conv1,Conv,1,1.00000,5.00000,0.100000,0.00000,1.00000,,,,\n"
            + "20,conv1,Conv,1,2.00000,5.00000,0.200000,0.00000,1.00000,,,,\n"
            + LAST);
  }

  @Test
  void theLastLookIsATableByDepth() throws Exception {
    looks();
    Cli cli = explain();
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            resnet20, step 40 (3 steps from 0 to 40 were looked at)

            depth  layer           kind        gradient norm  weight norm  update ratio   mean    std    zeros    dead  branch ratio
                1  conv1           Conv             3.00e-07         5.66      1.25e-03  0.100   1.50
                1  act1            Activation                                            0.400  0.600  51.25 %  6.25 %
                1  layer1.0.down   Conv             2.50e-01         4.00      2.00e-02   0.00   1.00
                2  layer1.0.conv1  Conv             5.00e-01         4.00      2.00e-02  -1.25    NaN
                2  layer1.0        SUM                                                   0.400  0.600                          0.750
            """);
  }

  @Test
  void anotherLookIsAskedForByItsStep() throws Exception {
    looks();
    assertThat(explain("--step", "20").out())
        .contains("step 20 (", "2.00e+00")
        .doesNotContain("layer1", "zeros");
    Cli cli = explain("--step", "21");
    assertThat(cli.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(cli.err())
        .isEqualTo(
            "error: --step: expects a step that was looked at, received 21; the nearest: 20 and"
                + " 40\n");
    assertThat(explain("--step", "99").err()).contains("the nearest: 40\n");
  }

  @Test
  void jsonHasEveryNumberAndNullForWhatIsNone() throws Exception {
    looks();
    Map<String, Object> json = explain("--json").json();
    assertThat(json)
        .containsOnlyKeys("run", "network", "step", "steps", "layers")
        .containsEntry("network", "resnet20")
        .containsEntry("step", 40)
        .containsEntry("steps", List.of(0, 20, 40));
    assertThat(json)
        .extractingByKey("layers", InstanceOfAssertFactories.LIST)
        .hasSize(5)
        .first(InstanceOfAssertFactories.MAP)
        .containsEntry("path", "conv1")
        .containsEntry("depth", 1)
        .containsEntry("gradient_norm", 3e-7)
        .containsEntry("update_ratio", 0.00125)
        .containsEntry("dead", null);
    assertThat(((Map<?, ?>) ((List<?>) json.get("layers")).get(3)).get("std")).isNull();
  }

  @Test
  void aFileHasTheLinesOfTheStep() throws Exception {
    looks();
    Path file = folder.resolve("out.csv");
    assertThat(explain("-o", file.toString()).code()).isZero();
    assertThat(file).hasContent(HEADER + LAST);
  }

  @Test
  void aRunThatWasNotLookedAtSaysHow() {
    Cli cli = explain();
    assertThat(cli.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().lines())
        .singleElement()
        .asString()
        .contains("layers.csv: expects what was seen", "train --recipe " + folder, "--probe 100");
  }
}
