package convnet4j.weights;

import convnet4j.errors.InputException;
import convnet4j.net.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A trained network in a file.
 *
 * @param path the file that was read
 * @param info what it says about its network, or what the caller said of a foreign file
 * @param tensors by name, in the file's order
 */
public record ModelFile(Path path, ModelInfo info, SequencedMap<String, HostTensor> tensors) {
  private static final Path LAST = Path.of("checkpoints", "last.safetensors");

  /**
   * Reads a file of convnet4j's, or a run folder's last checkpoint. (The last and not the best:
   * best on the test images would be chosen by peeking.)
   *
   * @throws InputException when it is not there, damaged, or does not say what network it is of
   */
  public static ModelFile read(Path fileOrRun) {
    return read(fileOrRun, Optional.empty());
  }

  /**
   * As {@link #read(Path)}, also for a foreign file.
   *
   * @param foreign what to take a file for that does not say what network it is of
   */
  public static ModelFile read(Path fileOrRun, Optional<ModelInfo> foreign) {
    Path path = fileOrRun;
    if (Files.isDirectory(fileOrRun)) {
      path = fileOrRun.resolve(LAST);
      if (!Files.exists(path)) {
        throw new InputException(
            fileOrRun
                + ": expected a run folder, found no "
                + LAST
                + " in it; give the folder of a run that has saved a checkpoint, or a file");
      }
    }
    TensorFile file = Safetensors.read(path);
    String name = path.toString();
    ModelInfo info =
        ModelInfo.of(file.metadata(), name)
            .or(() -> foreign)
            .orElseThrow(
                () ->
                    new InputException(
                        name + ": doesn't say what network it is of; name it with --network NAME"));
    return new ModelFile(path, info, file.tensors());
  }

  /** Writes a file that {@link #read(Path)} reads. */
  public static void write(Path path, ModelInfo info, Weights weights) throws IOException {
    Safetensors.write(path, new TensorFile(info.toMetadata(), weights.tensors()));
  }

  /**
   * The weights of {@code graph}, which the caller has built from {@link #info}.
   *
   * @throws InputException when names or shapes differ
   */
  public Weights weights(Graph graph) {
    return Weights.matching(graph, tensors, path.toString());
  }
}
