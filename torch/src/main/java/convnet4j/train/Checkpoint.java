package convnet4j.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import convnet4j.errors.InputException;
import convnet4j.eval.Fit;
import convnet4j.io.Json;
import convnet4j.net.Graph;
import convnet4j.weights.HostTensor;
import convnet4j.weights.ModelFile;
import convnet4j.weights.ModelInfo;
import convnet4j.weights.Safetensors;
import convnet4j.weights.TensorFile;
import convnet4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * All that resuming needs, in one file, so that a kill between two writes cannot tear it.
 *
 * @param info network, classes and preprocessing
 * @param weights of the network
 * @param optimizer its tensors by name
 * @param progress how far the run had come
 */
record Checkpoint(
    ModelInfo info, Weights weights, Map<String, HostTensor> optimizer, Progress progress) {
  private static final String PROGRESS = "convnet4j.progress";
  private static final String WEIGHTS = "weights.";
  private static final String OPTIMIZER = "optimizer.";

  /**
   * Replaces the run's checkpoint by this one: first the state, then the plain weights.
   *
   * @param judged the weights as they are tested and used
   * @throws InputException if the disk does not take it; the checkpoint before is then intact
   */
  void save(RunFolder run, Weights judged) {
    SequencedMap<String, HostTensor> tensors = new LinkedHashMap<>();
    weights.tensors().forEach((name, tensor) -> tensors.put(WEIGHTS + name, tensor));
    optimizer.forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
    Map<String, String> metadata = new LinkedHashMap<>(info.toMetadata());
    metadata.put(PROGRESS, Json.line(progress));
    try {
      Safetensors.write(run.state(), new TensorFile(metadata, tensors));
      ModelFile.write(run.last(), info, judged);
    } catch (IOException e) {
      throw full(run, progress.step(), e);
    }
  }

  /**
   * Replaces the run's best weights. They lie there before the state that calls them the best.
   *
   * @param step when they were
   * @throws InputException if the disk does not take it; those before are then intact
   */
  static void saveBest(RunFolder run, ModelInfo info, Weights weights, long step) {
    try {
      ModelFile.write(run.best(), info, weights);
    } catch (IOException e) {
      throw full(run, step, e);
    }
  }

  private static InputException full(RunFolder run, long step, IOException e) {
    return new InputException(
        run.state()
            + ": cannot save the checkpoint of step "
            + step
            + " ("
            + e.getMessage()
            + "); the one before is intact: make room, then go on with ./convnet train --resume "
            + run.path(),
        e);
  }

  /**
   * The run's checkpoint; empty if it has none yet.
   *
   * @param expected what the recipe and the data make of the network
   * @throws InputException if the file is damaged or of another network or other classes
   */
  static Optional<Checkpoint> read(RunFolder run, ModelInfo expected, Graph graph) {
    if (!Files.exists(run.state())) {
      return Optional.empty();
    }
    String source = run.state().toString();
    TensorFile file = Safetensors.read(run.state());
    ModelInfo info =
        ModelInfo.of(file.metadata(), source).orElseThrow(() -> damaged(source, "no model"));
    Fit.classes(source, info.classes(), expected.classes());
    SequencedMap<String, HostTensor> weights = new LinkedHashMap<>();
    SequencedMap<String, HostTensor> optimizer = new LinkedHashMap<>();
    file.tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(WEIGHTS)) {
                weights.put(name.substring(WEIGHTS.length()), tensor);
              } else if (name.startsWith(OPTIMIZER)) {
                optimizer.put(name.substring(OPTIMIZER.length()), tensor);
              }
            });
    return Optional.of(
        new Checkpoint(
            info,
            Weights.matching(graph, weights, source),
            optimizer,
            progress(source, file.metadata().get(PROGRESS))));
  }

  private static Progress progress(String source, String json) {
    if (json == null) {
      throw damaged(source, "no progress");
    }
    try {
      return Json.reader(new TypeReference<Progress>() {}).readValue(json);
    } catch (JsonProcessingException e) {
      throw damaged(source, e.getOriginalMessage());
    }
  }

  private static InputException damaged(String source, String what) {
    return new InputException(
        source
            + ": expects a checkpoint of this program, received a file with "
            + what
            + "; start the run anew in another folder");
  }
}
