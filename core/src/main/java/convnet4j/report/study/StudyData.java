package convnet4j.report.study;

import convnet4j.recipe.Recipe;
import convnet4j.study.Cell;
import convnet4j.study.Ledger;
import convnet4j.study.Scale;
import convnet4j.study.Study;
import convnet4j.study.StudyFolder;
import convnet4j.study.Trial;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a study's folder says of it.
 *
 * @param study what was asked
 * @param scale how much of it was run
 * @param ledger what came of every trial
 * @param runs those that are over, in the ledger's order
 * @param recipes by cell, with the first seed, as the study has them
 * @param places where data sets lie, by what the study calls them; nothing of those that were found
 *     by their names
 * @param testImages by data set, how many there are, where that is known
 */
record StudyData(
    Study study,
    Scale scale,
    Ledger ledger,
    List<StudyRun> runs,
    Map<Cell, Recipe> recipes,
    Map<String, String> places,
    Map<String, Integer> testImages) {
  StudyData {
    runs = List.copyOf(runs);
  }

  /**
   * Reads it; nothing of it need be finished.
   *
   * @throws convnet4j.errors.InputException when no study lies there, or one of its files is not
   *     what it should be
   */
  static StudyData read(StudyFolder folder) {
    Study study = folder.readStudy();
    Scale scale = folder.readScale(study);
    Ledger ledger = folder.readLedger();
    List<StudyRun> runs =
        ledger.entries().stream()
            .filter(entry -> entry.outcome().state().isOver())
            .map(entry -> StudyRun.read(entry, folder.run(entry.run())))
            .toList();
    Map<Cell, Recipe> recipes = new LinkedHashMap<>();
    for (Trial trial : study.trials(scale, Map.of())) {
      recipes.putIfAbsent(trial.cell(), trial.recipe());
    }
    return new StudyData(
        study, scale, ledger, runs, recipes, folder.readData(), testImages(runs, recipes));
  }

  private static Map<String, Integer> testImages(List<StudyRun> runs, Map<Cell, Recipe> recipes) {
    Map<String, Integer> images = new HashMap<>();
    for (StudyRun run : runs) {
      Recipe recipe = recipes.get(run.entry().cell());
      if (recipe != null && images.getOrDefault(recipe.images().data(), 0) == 0) {
        images.put(recipe.images().data(), run.testImages());
      }
    }
    images.values().removeIf(count -> count == 0);
    return images;
  }

  /** The cells at this scale, in the order of tables. */
  List<Cell> cells() {
    return List.copyOf(recipes.keySet());
  }

  /** The runs of a cell that are over. */
  List<StudyRun> runs(Cell cell) {
    return runs.stream().filter(run -> run.entry().cell().equals(cell)).toList();
  }

  /** How many test images a cell's accuracy is of; 0 where that is not known. */
  int testImages(Cell cell) {
    return testImages.getOrDefault(recipes.get(cell).images().data(), 0);
  }
}
