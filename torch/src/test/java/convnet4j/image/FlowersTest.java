package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import convnet4j.data.FileSplit;
import convnet4j.data.ImageFile;
import convnet4j.io.Archive;
import convnet4j.net.Shape.FeatureMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On {@code ../shared/data/flowers}: 4,317 photographs in a tar, as its README counts them. */
class FlowersTest {
  @Test
  void everyPhotographDecodesFromTheArchiveInPlace() throws IOException {
    Path tar = Path.of("../../shared/data/flowers/flowers128.tar");
    assumeTrue(Files.exists(tar), () -> "skipped: " + tar + " is absent");
    try (Archive archive = Archive.open(tar)) {
      List<ImageFile> files =
          archive.entries().stream()
              .filter(entry -> entry.path().endsWith(".jpg"))
              .map(entry -> new ImageFile(entry.path(), 0, entry))
              .toList();
      ImageSource source = ImageSource.of(new FileSplit(files), new FeatureMap(3, 32, 32), false);
      int images = 0;
      try (BatchLoader loader = new BatchLoader(source, LoadPlan.inOrder(128, 2))) {
        for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
          images += batch.size();
        }
        assertThat(loader.skipped()).isZero();
      }
      assertThat(images).isEqualTo(4317);
    }
  }
}
