package convnet4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import convnet4j.cost.Cost;
import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Kernel;
import convnet4j.net.Op;
import convnet4j.net.Padding;
import convnet4j.net.Resolver;
import convnet4j.zoo.Zoo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static Summary summary(String network) {
    Graph graph = Resolver.resolve(Zoo.create(network, Map.of()));
    return Summary.of(graph, Cost.of(graph));
  }

  @Test
  void jsonHasTheAgreedFields() throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode json = mapper.readTree(mapper.writeValueAsString(summary("resnet18")));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "network",
            "input",
            "classes",
            "params",
            "madds",
            "auxiliary_madds",
            "depth",
            "receptive_field",
            "activation_bytes",
            "peak_activation_bytes",
            "layers");
    assertThat(json.get("network").textValue()).isEqualTo("resnet18");
    assertThat(json.get("input")).isEqualTo(mapper.readTree("[3,224,224]"));
    assertThat(json.get("classes").intValue()).isEqualTo(1000);
    assertThat(json.get("params").longValue()).isEqualTo(11_689_512);
    assertThat(json.get("madds").longValue()).isEqualTo(1_814_073_344);
    assertThat(json.get("layers").get(0))
        .isEqualTo(
            mapper.readTree(
                """
                {"path": "conv1", "op": "conv 7×7, 64, stride 2", "output": [64, 112, 112],
                 "params": 9408, "madds": 118013952, "activation_bytes": 3211264}
                """));
  }

  @Test
  void textShowsEveryLayerAndTheTotals() {
    List<String> lines = SummaryText.of(summary("resnet20")).lines().toList();

    assertThat(lines)
        .startsWith(
            "resnet20: 3×32×32 to 10 classes",
            "",
            "path                 op                              output   params       MAdds",
            "conv1                conv 3×3, 16                  16×32×32      432     442,368",
            "bn1                  batch norm                    16×32×32       32",
            "act1                 relu                          16×32×32")
        .contains("layer2.0.downsample  pad channels 8+8, stride 2    32×16×16")
        .contains("layer2.0             sum                           32×16×16")
        .endsWith(
            "fc                   linear 10                           10      650         640",
            "─".repeat(80),
            "total                                                        269,722  40,551,040",
            "",
            "weighted layers   20 on the longest path",
            // 3 of the stem, then 2 per 3×3 at distance 1, 2, 4, the strided one at the finer.
            "receptive field   81×81 pixels, before the last pooling to a fixed size",
            // At a sum of the first stage: three outputs of 16×32×32.
            "activations       2.53 MiB for one image as float32; 0.19 MiB at most at once in"
                + " inference");
    assertThat(lines).noneMatch(line -> line.endsWith(" "));
  }

  @Test
  void anOperationIsDescribedByWhatIsNotTheUsual() {
    Map<Kernel, String> expected = new LinkedHashMap<>();
    expected.put(Op.Conv.of(3, 64, 3, 1, 1), "conv 3×3, 64");
    expected.put(Op.Conv.of(3, 64, 11, 4, 2), "conv 11×11, 64, stride 4, padding 2");
    expected.put(
        new Op.Conv(8, 16, 3, 1, 2, 2, 4, true), "conv 3×3, 16, dilation 2, groups 4, bias");
    expected.put(Op.Conv.depthwise(32, 3, 2, 1), "conv 3×3, 32, stride 2, depthwise");
    expected.put(Op.BatchNorm.of(8), "batch norm");
    expected.put(new Op.BatchNorm(8, 0.001, 0.1), "batch norm, eps 0.001");
    expected.put(Op.Pool.max(3, 2, 1), "max pool 3×3, stride 2, padding 1");
    expected.put(
        new Op.Pool(Op.Pool.Mode.AVERAGE, 2, 2, 0, true, true), "avg pool 2×2, stride 2, ceil");
    expected.put(
        new Op.Pool(Op.Pool.Mode.AVERAGE, 3, 1, 1, false, false),
        "avg pool 3×3, padding 1, padding not counted");
    expected.put(new Op.LocalResponseNorm(5, 1e-4, 0.75, 1), "local response norm 5");
    expected.put(Op.Conv.depthwise(8, 5, 1, Padding.SAME), "conv 5×5, 8, depthwise");
    expected.put(
        Op.Conv.depthwise(8, 5, 2, Padding.SAME), "conv 5×5, 8, stride 2, padding same, depthwise");
    expected.put(Op.Pool.same(Op.Pool.Mode.MAX, 3, 2), "max pool 3×3, stride 2, padding same");
    expected.put(
        Op.Pool.same(Op.Pool.Mode.AVERAGE, 3, 1),
        "avg pool 3×3, padding same, padding not counted");
    expected.put(new Op.Shift(), "shift by 1");
    expected.put(new Op.ChannelShuffle(3), "channel shuffle, groups 3");
    expected.put(new Op.AdaptiveAvgPool(1, 1), "global avg pool");
    expected.put(new Op.AdaptiveAvgPool(7, 7), "avg pool to 7×7");
    expected.put(new Op.Linear(8, 10, true), "linear 10");
    expected.put(new Op.Linear(8, 10, false), "linear 10, no bias");
    expected.put(new Op.Dropout(0.5), "dropout 0.5");
    expected.put(new Op.StochasticDepth(0.2 / 9), "stochastic depth 0.022");
    expected.put(Join.CONCAT, "concat");

    expected.forEach((kernel, text) -> assertThat(OpText.of(kernel)).isEqualTo(text));
  }

  @Test
  void networksAreListedByFamilyWithTheOptionsThatNotAllHave() {
    List<ModelRow> rows = List.of(row("vgg11", "VGG"), row("resnet20", "ResNet"));

    assertThat(ModelsText.of(rows))
        .isEqualTo(
            """
            network       input  classes       params          MAdds  options

            VGG
            vgg11     3×224×224     1000  132,863,336  7,609,090,048

            ResNet
            resnet20    3×32×32       10      269,722     40,551,040  shortcut=A

            Options, --set key=value:

            key       values
            classes   a number
            shortcut  A|B|C
            """);
  }

  @Test
  void aListedNetworkAsJsonNamesTheValuesOfItsOptions() {
    JsonNode json = new ObjectMapper().valueToTree(row("resnet20", "ResNet"));

    assertThat(json.get("params").longValue()).isEqualTo(269_722);
    assertThat(json.get("input").get(0).intValue()).isEqualTo(3);
    assertThat(json.get("options").get("shortcut").get("default").textValue()).isEqualTo("A");
    assertThat(json.get("options").get("shortcut").get("values").textValue()).isEqualTo("A|B|C");
  }

  private static ModelRow row(String network, String family) {
    Graph graph = Resolver.resolve(Zoo.create(network, Map.of()));
    LinkedHashMap<String, ModelRow.Choice> options = new LinkedHashMap<>();
    options.put("classes", new ModelRow.Choice("10", "a number"));
    if (family.equals("ResNet")) {
      options.put("shortcut", new ModelRow.Choice("A", "A|B|C"));
    }
    return ModelRow.of(graph, Cost.of(graph), family, "a paper", options);
  }
}
