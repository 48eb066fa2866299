package convnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.recipe.Recipe;
import convnet4j.study.Comparison.Pair;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyYamlTest {
  static final String WHOLE =
      """
      title: Shortcuts
      question: Do they matter?
      source: a paper
      notes: [the paper does not say how]
      recipe: he-cifar
      fixed:
        data: shapes
        hold-out: 0
        set.activation: relu
      axes:
        network: [resnet20, resnet32]
        shortcut:
          "A": {set: {shortcut: A}}
          none: {set.shortcut: B, lr: 0.05}
      exclude:
        - {network: resnet32, shortcut: none}
      seeds: [3, 5]
      measure: test_error
      published:
        - source: table 6
          cells:
            - {network: resnet20, shortcut: A, value: 8.75}
            - {network: resnet32, value: 7.51}
      comparisons:
        - name: A against none
          a: {shortcut: A}
          b: {shortcut: none}
          where: {network: [resnet20, resnet32]}
        - name: depth
          a: {network: resnet32}
          b: {network: resnet20}
      scales:
        small:
          says: short and narrow
          fixed: {steps: 20, train-images: 100}
          seeds: 1
          levels:
            network: {resnet32: drop}
            shortcut: {none: {lr: 0.01}}
      """;

  static Study read(String text) {
    try {
      return StudyYaml.read("file.yaml", "shortcuts", new StringReader(text));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Cell cell(String network, String shortcut) {
    return new Cell(Map.of("network", network, "shortcut", shortcut));
  }

  @Test
  void aFileBecomesAGridWithoutWhatIsExcluded() {
    Study study = read(WHOLE);
    assertThat(study.cells(Scale.FULL))
        .containsExactly(cell("resnet20", "A"), cell("resnet20", "none"), cell("resnet32", "A"));
    assertThat(study.seeds(Scale.FULL)).containsExactly(3L, 5L);
    assertThat(study.measure()).isEqualTo(Measure.TEST_ERROR);
    assertThat(study.notes()).containsExactly("the paper does not say how");
    assertThat(study.axes().get(1).labels()).containsExactly("A", "none");
  }

  @Test
  void allCellsOfASeedComeBeforeTheNextSeed() {
    List<Trial> trials = read(WHOLE).trials(Scale.FULL, Map.of());
    assertThat(trials).hasSize(6);
    assertThat(trials.stream().map(Trial::seed)).containsExactly(3L, 3L, 3L, 5L, 5L, 5L);
    assertThat(trials.get(1).toString()).isEqualTo("network=resnet20 shortcut=none seed=3");
  }

  @Test
  void theRecipeOfACellIsLaidOverTheFixedValuesAndThoseOverTheNamedRecipe() {
    Recipe recipe = read(WHOLE).trials(Scale.FULL, Map.of("threads", 1)).get(1).recipe();
    assertThat(recipe.network()).isEqualTo("resnet20");
    assertThat(recipe.options()).containsEntry("activation", "relu").containsEntry("shortcut", "B");
    assertThat(recipe.optimizer().lr()).isEqualTo(0.05);
    assertThat(recipe.images().data()).isEqualTo("shapes");
    assertThat(recipe.length().steps()).isEqualTo(64_000);
    assertThat(recipe.seed()).isEqualTo(3);
    assertThat(recipe.threads()).isEqualTo(1);
  }

  @Test
  void aScaleShortensRunsAndDropsLevels() {
    Study study = read(WHOLE);
    Scale small = study.scale("small");
    assertThat(small.says()).isEqualTo("short and narrow");
    assertThat(study.cells(small)).containsExactly(cell("resnet20", "A"), cell("resnet20", "none"));
    List<Trial> trials = study.trials(small, Map.of());
    assertThat(trials).hasSize(2);
    assertThat(trials.get(1).recipe().optimizer().lr()).isEqualTo(0.01);
    assertThat(trials.get(1).recipe().length().steps()).isEqualTo(20);
    assertThat(trials.get(1).recipe().images().most()).isEqualTo(100);
  }

  @Test
  void aShareShortensRunsAndTheirWarmUp() {
    Study study = read(WHOLE);
    List<Trial> trials = study.trials(study.scale("0.01"), Map.of());
    assertThat(trials).hasSize(6);
    assertThat(trials.getFirst().recipe().length().steps()).isEqualTo(640);
    assertThat(study.scale("1")).isEqualTo(Scale.FULL);
    assertThat(study.scale(".0001").name()).isEqualTo("x0.0001");
    assertThat(study.scale(study.scale(".0001").name())).isEqualTo(study.scale("0.0001"));
    assertThat(study.scale("full")).isEqualTo(Scale.FULL);
  }

  @Test
  void aComparisonPairsEachCellWithTheOneThatDiffersAsItSays() {
    Study study = read(WHOLE);
    List<Cell> cells = study.cells(Scale.FULL);
    assertThat(study.comparisons().get(0).pairs(cells))
        .as("resnet32 has no partner: it is excluded")
        .containsExactly(new Pair(cell("resnet20", "A"), cell("resnet20", "none")));
    assertThat(study.comparisons().get(1).pairs(cells))
        .containsExactly(new Pair(cell("resnet32", "A"), cell("resnet20", "A")));
    assertThat(study.comparisons().get(1).pairs(study.cells(study.scale("small")))).isEmpty();
  }

  @Test
  void aPublishedFigureIsOfTheCellsThatFitIt() {
    Published published = read(WHOLE).published().getFirst();
    assertThat(published.measure()).isEqualTo(Measure.TEST_ERROR);
    assertThat(published.of(cell("resnet20", "A"))).hasValue(8.75);
    assertThat(published.of(cell("resnet20", "none"))).isEmpty();
    assertThat(published.of(cell("resnet32", "A"))).hasValue(7.51);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "title: Shortcuts | titel: S | file.yaml: unknown key 'titel': did you mean 'title'?",
        "recipe: he-cifar | recipe: he-cifra | file.yaml: unknown recipe 'he-cifra': did you mean 'he-cifar'? give one of these names, or a file",
        "measure: test_error | measure: test_eror | file.yaml: unknown measure 'test_eror': did you mean 'test_error'?",
        "measure: test_error | measure: test_loss | file.yaml: comparisons 1: measure: expects an accuracy or an error such as test_top1, received test_loss; losses are shown, not compared",
        "hold-out: 0 | hold-uot: 0 | file.yaml: fixed: unknown key 'hold-uot': did you mean 'hold-out'?",
        "seeds: [3, 5] | seeds: [3, 3] | file.yaml: seeds: expects whole numbers, no two of them alike, received [3, 3]",
        "seeds: [3, 5] | seeds: 0 | file.yaml: seeds: expects at least 1, received 0",
        "seeds: [3, 5] | seeds: x | file.yaml: seeds: expects a whole number, received 'x'",
        "network: [resnet20, resnet32] | seed: [0, 1] | file.yaml: axes: seed: is no axis; give seeds: [0, 1, 2], or how many",
        "value: 8.75 | value: x | file.yaml: published 1: cells 1: value: expects a number, received 'x'",
        "a: {shortcut: A} | a: {shotcut: A} | file.yaml: comparisons 1: a: unknown axis 'shotcut': did you mean 'shortcut'?",
        "b: {shortcut: none} | b: {shortcut: [A, none]} | file.yaml: comparisons 1: b: expects one level of an axis or of several, received {shortcut=[A, none]}",
        "name: depth | name: A against none | file.yaml: comparisons 2: name: 'A against none' is the name of another one",
        "{resnet32: drop} | {resnet23: drop} | file.yaml: scales: small: levels: unknown level of network 'resnet23': did you mean 'resnet20'?",
        "says: short and narrow | say: short | file.yaml: scales: small: unknown key 'say': did you mean 'says'?",
      })
  void whatIsWrongIsNamedWithItsPlace(String right, String wrong, String message) {
    assertThat(WHOLE).contains(right);
    assertThatThrownBy(() -> read(WHOLE.replace(right, wrong)))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void aCellWhoseRecipeIsRefusedIsNamed() {
    Study study = read(WHOLE.replace("lr: 0.05", "lr: -1"));
    assertThatThrownBy(() -> study.trials(Scale.FULL, Map.of()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("study shortcuts, network=resnet20 shortcut=none: lr: expects");
  }

  @Test
  void anUnknownScaleNamesTheNearest() {
    assertThatThrownBy(() -> read(WHOLE).scale("smal"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "unknown scale 'smal': did you mean 'small'? or a share of the length such as 0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          set.activation: relu | set.activation: | fixed: set.activation: expects text, received nothing
          - {network: resnet32, shortcut: none} | - | exclude 1: expects a map such as {network: resnet20}, received nothing
          a: {shortcut: A} | a: {shortcut: } | comparisons 1: a: shortcut: expects text, received nothing
          network: {resnet32: drop} | network: {resnet20: drop, resnet32: drop} | scales: small: levels: expects some cells to be left, all are dropped
          b: {network: resnet20} | b: {network: resnet32} | comparisons: 'depth': expects a cell of the study that a and where name, and another one that differs from it as b says; there is none
          a: {network: resnet32} | a: {network: resnet32, shortcut: none} | comparisons: 'depth': expects a cell of the study that a and where name, and another one that differs from it as b says; there is none
          """)
  void whatIsNotThereIsRefusedBeforeAnythingIsRun(String right, String wrong, String message) {
    assertThat(WHOLE).contains(right);
    assertThatThrownBy(() -> read(WHOLE.replace(right, wrong)))
        .isInstanceOf(InputException.class)
        .hasMessage("file.yaml: " + message);
  }

  @Test
  void aGridOfWhichNothingIsLeftIsRefused() {
    assertThatThrownBy(
            () ->
                read(
                    WHOLE.replace(
                        "- {network: resnet32, shortcut: none}",
                        "- {network: [resnet20, resnet32]}")))
        .isInstanceOf(InputException.class)
        .hasMessage("file.yaml: exclude: expects some cells to be left, received all of them");
  }
}
