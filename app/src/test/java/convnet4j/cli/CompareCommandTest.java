package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands compare and diagram. */
class CompareCommandTest {
  @TempDir Path folder;

  private static List<Map<String, Object>> networks(String... command) {
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> networks =
        (List<Map<String, Object>>) Cli.run(command).json().get("networks");
    return networks;
  }

  @Test
  void compareHasTheFieldsThatProgramsRelyOn() {
    List<Map<String, Object>> networks =
        networks("compare", "mobilenet_v2", "mobilenet_v2:width=1.4", "--json");
    assertThat(networks).hasSize(2);
    assertThat(networks.getFirst())
        .containsEntry("network", "mobilenet_v2")
        .containsEntry("params", 3_504_872) // torchvision
        .containsEntry("madds", 300_774_272)
        .containsEntry("depth", 53)
        .containsEntry("latency", null)
        .containsKeys("receptive_field", "peak_activation_bytes");
    assertThat(networks.getFirst().get("largest_tensors"))
        .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
        .first()
        .isEqualTo(
            Map.of(
                "height",
                112,
                "width",
                112,
                "channels",
                96,
                "bytes16",
                2_408_448,
                "split_channels",
                16,
                "split_bytes16",
                401_408,
                "published",
                Map.of("channels", 16, "kilobytes", 400, "verdict", "follows_when_split")));
    assertThat(networks.getLast())
        .containsEntry("network", "mobilenet_v2:width=1.4")
        .containsEntry("params", 6_108_776)
        .containsEntry("published", null);
  }

  @Test
  void anOptionGoesToTheNetworksThatHaveItAndTheirOwnComesFirst() {
    assertThat(
            networks(
                "compare",
                "resnet20:shortcut=B",
                "resnet20",
                "vgg11",
                "--set",
                "shortcut=C",
                "--set",
                "classes=7",
                "--json"))
        .extracting(network -> network.get("network"))
        .containsExactly(
            "resnet20:classes=7,shortcut=B", "resnet20:classes=7,shortcut=C", "vgg11:classes=7");
  }

  @Test
  void measuringSaysWhatAndHow() {
    Map<String, Object> json =
        Cli.run(
                "compare",
                "resnet20",
                "--measure",
                "--repeats",
                "3",
                "--batch-size",
                "2",
                "--threads",
                "1",
                "--precision",
                "fp32",
                "--json")
            .json();
    assertThat(json)
        .extractingByKey("measurement", InstanceOfAssertFactories.MAP)
        .containsEntry("batch", 2)
        .containsEntry("threads", 1)
        .containsEntry("precision", "fp32")
        .containsEntry("warmup", 3)
        .containsKeys("cpu", "engine");
    Map<?, ?> network = (Map<?, ?>) ((List<?>) json.get("networks")).getFirst();
    Map<?, ?> latency = (Map<?, ?>) network.get("latency");
    assertThat(latency.get("repeats")).isEqualTo(3);
    assertThat((double) latency.get("median_ms"))
        .isPositive()
        .isBetween((double) latency.get("fastest_ms"), (double) latency.get("slowest_ms"));
  }

  @Test
  void aFileIsWhatItsNameSays() throws IOException {
    Path page = folder.resolve("a.html");
    Path json = folder.resolve("a.json");
    Path text = folder.resolve("a.txt");
    Cli first = Cli.run("compare", "resnet20", "vgg11", "-o", page.toString(), "--json");
    Cli.run("compare", "resnet20", "vgg11", "-o", json.toString());
    Cli.run("compare", "resnet20", "vgg11", "-o", text.toString());
    assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").contains("269,722");
    assertThat(json).hasContent(first.out());
    assertThat(text).hasContent(Cli.run("compare", "resnet20", "vgg11").out());
  }

  @Test
  void aDiagramIsAFileAndDescribesItself() throws IOException {
    Path file = folder.resolve("f.svg");
    Cli cli = Cli.run("diagram", "vgg11", "resnet20", "-o", file.toString(), "--json");
    assertThat(cli.code()).isZero();
    assertThat(Files.readString(file)).contains("<svg", ">3×3 conv, 64<", ">zero padding, 32, /2<");
    assertThat(cli.json()).containsEntry("folded", false);
    assertThat(networks("diagram", "resnet20", "--fold", "always", "--json").getFirst())
        .containsEntry("network", "resnet20")
        .containsEntry("depth", 20);
    assertThat(Cli.run("diagram", "resnet20", "-o", file.toString()).out())
        .isEqualToNormalizingNewlines("written: " + file + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "compare | expects NETWORK, received nothing",
        "compare resnet20 resnet81 | unknown network 'resnet81': did you mean 'resnet18'?",
        "compare vgg11 resnet20:shorcut=B | unknown option of resnet20 'shorcut': did you mean",
        "compare mobilenet_v2: | 'mobilenet_v2:': expects NETWORK:KEY=VALUE,KEY=VALUE",
        "compare resnet20:classes=3,classes=4 | with every key once, received 'classes=4'",
        "compare resnet20 vgg11 --set wdith=1.4 | unknown option of resnet20 'wdith': did you mean 'width'",
        "compare resnet20 --repeats 0 | --repeats: expects a whole number of at least 1",
        "compare resnet20 --batch-size 0 | --batch-size: expects a whole number of at least 1",
        "compare resnet20 -o nowhere/a.html | --output nowhere/a.html: expects a file in a folder",
        "diagram | expects NETWORK, received nothing",
        "diagram vgg19 | --output: expects a file that ends in .svg, received nothing",
        "diagram vgg19 -o f.png | --output: expects a file that ends in .svg, received 'f.png'",
        "diagram vgg91 -o f.svg | unknown network 'vgg91': did you mean 'vgg11'?",
        "diagram vgg19 --fold yes -o f.svg | --fold: expects auto or always or never",
      })
  void wrongInputIsOneLineAndExitCode2(String command, String message) {
    Cli cli = Cli.run(command.strip().split(" "));
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().lines()).hasSize(1).first().asString().contains(message);
  }
}
