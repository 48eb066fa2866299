package convnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StudiesTest {
  private static Stream<String> names() {
    return Studies.names().stream();
  }

  /** Surefire runs in the module's folder. */
  @Test
  void everyNameHasAFileAndTheOtherWayRound() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "studies"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(names(), Stream.of("claims")).map(name -> name + ".yaml").toList());
    }
  }

  /** Two recipes of one study that are equal would be one run under two names. */
  @ParameterizedTest
  @MethodSource("names")
  void everyRecipeOfEveryScaleIsAccepted(String name) {
    Study study = Studies.read(name).study();
    assertThat(study.name()).isEqualTo(name);
    List<Scale> scales = new ArrayList<>(List.of(Scale.FULL));
    scales.addAll(study.scales());
    assertThat(scales.stream().map(Scale::name)).contains("small", "smoke");
    for (Scale scale : scales) {
      List<Trial> trials = study.trials(scale, Map.of());
      assertThat(trials).hasSize(study.cells(scale).size() * study.seeds(scale).size());
      assertThat(trials.stream().map(Trial::recipe).distinct()).hasSameSizeAs(trials);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyComparisonHasCellsInTheWholeStudy(String name) {
    Study study = Studies.read(name).study();
    List<Cell> cells = study.cells(Scale.FULL);
    for (Comparison comparison : study.comparisons()) {
      assertThat(comparison.pairs(cells)).as(comparison.name()).isNotEmpty();
    }
    for (Published published : study.published()) {
      for (Published.Figure figure : published.figures()) {
        assertThat(cells.stream().anyMatch(figure.cells()::fits)).as(figure.toString()).isTrue();
      }
    }
  }
}
