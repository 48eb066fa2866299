package convnet4j.weights;

import convnet4j.data.Normalisation;
import convnet4j.data.Preprocessing;
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
 * @param dialect whose names the file has
 * @param tensors by our names, in the file's order
 */
public record ModelFile(
    Path path, ModelInfo info, String dialect, SequencedMap<String, HostTensor> tensors) {
  /** Files that say what network they are of have our names. */
  private static final String OURS = "convnet4j";

  /** Of a run: it has a best one where its recipe chooses one, and then ends with that. */
  private static final Path BEST = Path.of("checkpoints", "best.safetensors");

  private static final Path LAST = Path.of("checkpoints", "last.safetensors");

  /**
   * Reads a file of convnet4j's, or what a run ends with: its best checkpoint where it chose one,
   * else its last.
   *
   * @throws InputException when it is not there, damaged, or does not say what network it is of
   */
  public static ModelFile read(Path fileOrRun) {
    return read(fileOrRun, Optional.empty());
  }

  /**
   * As {@link #read(Path)}, also for a foreign file: safetensors or PyTorch's, with the names of
   * any {@link Dialect}. Its normalisation is the dialect's, or else what is usual.
   *
   * @param foreign what to take a file for that does not say what network it is of
   * @throws InputException also when the tensors do not fit that network
   */
  public static ModelFile read(Path fileOrRun, Optional<Foreign> foreign) {
    return read(fileOrRun, foreign, true);
  }

  /**
   * As {@link #read(Path, Optional)}, for weights to begin training with: whether a foreign file's
   * tensors fit is left to {@link Transfer}, which may do without the head's.
   *
   * @throws InputException as {@link #read(Path)}
   */
  public static ModelFile toBeginWith(Path fileOrRun, Optional<Foreign> foreign) {
    return read(fileOrRun, foreign, false);
  }

  private static ModelFile read(Path fileOrRun, Optional<Foreign> foreign, boolean fits) {
    Path path = file(fileOrRun);
    TensorFile file = TensorFile.read(path);
    String name = path.toString();
    Optional<ModelInfo> own = ModelInfo.of(file.metadata(), name);
    if (own.isPresent()) {
      return new ModelFile(path, own.get(), OURS, file.tensors());
    }
    return of(
        path,
        file,
        foreign.orElseThrow(
            () ->
                new InputException(
                    name + ": doesn't say what network it is of; name it with --network NAME")),
        fits);
  }

  private static Path file(Path fileOrRun) {
    if (!Files.isDirectory(fileOrRun)) {
      return fileOrRun;
    }
    Path best = fileOrRun.resolve(BEST);
    if (Files.exists(best)) {
      return best;
    }
    Path path = fileOrRun.resolve(LAST);
    if (!Files.exists(path)) {
      throw new InputException(
          fileOrRun
              + ": expected a run folder, found no "
              + LAST
              + " in it; give the folder of a run that has saved a checkpoint, or a file");
    }
    return path;
  }

  private static ModelFile of(Path path, TensorFile file, Foreign foreign, boolean fits) {
    Graph graph = foreign.graph();
    Dialect.Reading reading = Dialect.detect(graph, file.tensors());
    String dialect = reading.dialect().name();
    if (fits && reading.mismatch().faults() > 0) {
      String target =
          dialect.equals(OURS) ? graph.name() : graph.name() + " with " + dialect + "'s names";
      throw reading.mismatch().error(path.toString(), target);
    }
    Normalisation normalisation =
        reading
            .dialect()
            .normalisation()
            .filter(n -> n.channels() == graph.input().channels())
            .or(foreign::usual)
            .orElseThrow(
                () ->
                    new InputException(
                        path
                            + ": doesn't say what its pixels were normalised with; give --mean and"
                            + " --std"));
    Preprocessing preprocessing = Preprocessing.usual(ModelInfo.side(graph.input()), normalisation);
    ModelInfo info =
        new ModelInfo(
            graph.name(), foreign.options(), graph.input(), foreign.classes(), preprocessing);
    return new ModelFile(path, info, dialect, reading.tensors());
  }

  /** The same weights, and something else said of their network. */
  public ModelFile with(ModelInfo other) {
    return new ModelFile(path, other, dialect, tensors);
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
