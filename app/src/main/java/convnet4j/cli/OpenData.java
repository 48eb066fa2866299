package convnet4j.cli;

import convnet4j.data.DataDigest;
import convnet4j.data.Dataset;
import convnet4j.errors.InputException;
import convnet4j.study.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The data sets of a study.
 *
 * @param sets by what recipes call them
 * @param digests of them, by what recipes call them
 */
record OpenData(Map<String, Dataset> sets, Map<String, String> digests) implements AutoCloseable {
  /**
   * Opens what the trials need; what is missing is downloaded.
   *
   * @throws InputException when a set cannot be read
   */
  static OpenData of(List<Trial> trials, StudyDataOptions options, Console console) {
    OpenData data = new OpenData(new LinkedHashMap<>(), new LinkedHashMap<>());
    try {
      for (Trial trial : trials) {
        String name = trial.recipe().images().data();
        if (!data.sets.containsKey(name)) {
          Dataset images = options.open(name, console);
          data.sets.put(name, images);
          data.digests.put(name, DataDigest.of(images));
        }
      }
      return data;
    } catch (RuntimeException e) {
      data.close();
      throw e;
    }
  }

  @Override
  public void close() {
    sets.values().forEach(Dataset::close);
  }
}
