package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Datasets;
import convnet4j.zoo.Zoo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingsTest {
  @Test
  void modelsListsEveryNetwork() {
    Cli text = Cli.run("models");
    assertThat(text.code()).isZero();
    assertThat(text.err()).isEmpty();
    assertThat(text.out().lines().map(line -> line.split(" ", 2)[0])).containsAll(Zoo.names());
    assertThat(Cli.run("models", "--json").json())
        .extractingByKey("networks", InstanceOfAssertFactories.list(Map.class))
        .extracting(row -> row.get("network"))
        .isEqualTo(Zoo.names());
  }

  @Test
  void modelsTakesAPartOfTheNameOrAPattern() {
    assertThat(names("SNET20")).containsExactly("resnet20");
    assertThat(names("vgg1*_bn")).containsExactly("vgg11_bn", "vgg13_bn", "vgg16_bn", "vgg19_bn");
    assertThat(names("resnet20")).containsExactly("resnet20");
  }

  private static List<Object> names(String pattern) {
    Object networks = Cli.run("models", pattern, "--json").json().get("networks");
    return ((List<?>) networks)
        .stream().<Object>map(row -> ((Map<?, ?>) row).get("network")).toList();
  }

  @Test
  void summaryHasTheFieldsThatProgramsRelyOn() {
    Cli cli = Cli.run("summary", "resnet18", "--json");
    assertThat(cli.err()).isEmpty();
    assertThat(cli.json())
        .containsEntry("network", "resnet18")
        .containsEntry("input", List.of(3, 224, 224))
        .containsEntry("classes", 1000)
        .containsEntry("params", 11_689_512) // torchvision's documentation
        .containsKeys("madds", "layers");
    assertThat((List<?>) cli.json().get("layers"))
        .first(InstanceOfAssertFactories.MAP)
        .containsOnlyKeys("path", "op", "output", "params", "madds", "activation_bytes")
        .containsEntry("output", List.of(64, 112, 112));
  }

  @Test
  void summaryTakesOptions() {
    Map<String, Object> json =
        Cli.run("summary", "resnet18", "--set", "classes=7", "--set", "input=64", "--json").json();
    assertThat(json).containsEntry("classes", 7).containsEntry("input", List.of(3, 64, 64));
  }

  @Test
  void theOutputFileHoldsWhatStandardOutputWould(@TempDir Path folder) {
    Path file = folder.resolve("summary");
    Cli cli = Cli.run("summary", "resnet20", "-o", file.toString());
    assertThat(cli.out()).isEqualToNormalizingNewlines("written: " + file + "\n");
    assertThat(file).hasContent(Cli.run("summary", "resnet20").out());
  }

  @Test
  void dataListsEverySet() {
    assertThat(Cli.run("data", "list").out())
        .contains("cifar10", "cifar100", "mnist", "fashion-mnist", "shapes");
    assertThat((List<?>) Cli.run("data", "list", "--json").json().get("data_sets"))
        .hasSize(Datasets.names().size());
  }

  @Test
  void dataInfoCountsImagesByClass() {
    Map<String, Object> json = Cli.run("data", "info", "shapes", "--json").json();
    assertThat(json)
        .containsEntry("train", 10_000)
        .containsEntry("test", 2_000)
        .containsEntry("height", 32)
        .containsEntry("unreadable", 0)
        .containsKeys("mean", "std", "normalisation", "sizes");
    assertThat(json.get("normalisation"))
        .isEqualTo(Map.of("mean", json.get("mean"), "std", json.get("std")));
    assertThat((List<?>) json.get("classes"))
        .hasSize(10)
        .last(InstanceOfAssertFactories.MAP)
        .containsEntry("name", "triangle")
        .containsEntry("train", 1_000)
        .containsEntry("test", 200);
  }

  @Test
  void whatIsBuiltInNeedsNoDownload() {
    assertThat(Cli.run("data", "get", "shapes", "--json").json())
        .containsEntry("name", "shapes")
        .containsEntry("path", null);
  }
}
