package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real files, with the figures that their README states. */
class SharedDataTest {
  @TempDir Path cache;

  private Dataset open(String path) {
    return Datasets.open(SharedData.file(path).toString(), cache, true, new Notes());
  }

  @Test
  void readsCifar10() {
    Dataset dataset = open("cifar10/cifar-10-batches-bin.tar.xz");
    assertThat(dataset.name()).isEqualTo("cifar-10-batches-bin");
    assertThat(dataset.train().size()).isEqualTo(49_918);
    assertThat(dataset.test().size()).isEqualTo(9_979);
    assertThat(dataset.classes()).hasSize(10).startsWith("airplane").endsWith("ship", "truck");
    assertThat(Normalisation.of((PixelSplit) dataset.train()))
        .isEqualTo(
            new Normalisation(List.of(0.4914, 0.4821, 0.4464), List.of(0.2470, 0.2435, 0.2616)));
    assertThat(dataset.normalisation()).isEqualTo(Normalisation.CIFAR10);
    int[] counts = new int[10];
    IntStream.range(0, 49_918).forEach(i -> counts[dataset.train().label(i)]++);
    assertThat(Arrays.stream(counts)).allMatch(count -> count > 4900 && count <= 5000);
  }

  @Test
  void readsFlowersFromTheArchiveInPlace() throws IOException {
    try (Dataset dataset = open("flowers/flowers128.tar")) {
      assertThat(dataset.name()).isEqualTo("flowers128");
      assertThat(dataset.classes())
          .containsExactly("daisy", "dandelion", "rose", "sunflower", "tulip");
      assertThat(dataset.train().size() + dataset.test().size()).isEqualTo(4317);
      assertThat(dataset.test().size()).isEqualTo(837);
      Set<String> paths = new HashSet<>();
      for (Split split : List.of(dataset.train(), dataset.test())) {
        for (ImageFile file : ((FileSplit) split).files()) {
          assertThat(paths.add(file.path())).isTrue();
          byte[] jpeg = file.entry().read();
          assertThat(jpeg).startsWith(0xFF, 0xD8, 0xFF).hasSizeGreaterThan(500);
        }
      }
    }
  }
}
