package convnet4j.eval;

import convnet4j.data.FileSplit;
import convnet4j.errors.InputException;
import convnet4j.image.Decoder;
import convnet4j.recipe.Precision;
import convnet4j.torch.Natives;
import convnet4j.weights.ModelFile;
import convnet4j.weights.ModelInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A trained network for use in a program:
 *
 * <pre>{@code
 * try (Classifier classifier = Classifier.load(Path.of("runs/flowers"))) {
 *   Prediction best = classifier.predict(Path.of("tulip.jpg")).getFirst();
 * }
 * }</pre>
 *
 * <p>Threads may share one.
 */
public final class Classifier implements AutoCloseable {
  private final ModelInfo info;
  private final Predictor predictor;

  private Classifier(ModelInfo info, Predictor predictor) {
    this.info = info;
    this.predictor = predictor;
  }

  /**
   * Loads a run folder's last checkpoint or a file that convnet4j has written, in the precision
   * that this machine is fast at.
   *
   * @throws InputException when it is not there, damaged, or does not say what network it is of
   */
  public static Classifier load(Path fileOrRun) {
    return of(ModelFile.read(fileOrRun), Precision.AUTO);
  }

  /** A classifier with the weights of {@code model}. */
  public static Classifier of(ModelFile model, Precision precision) {
    Natives.load();
    return new Classifier(model.info(), Models.predictor(model, true, precision));
  }

  /** The network, its input and its classes. */
  public ModelInfo info() {
    return info;
  }

  /**
   * Classifies an image file of at most {@link FileSplit#MAX_PIXELS}.
   *
   * @return all classes, the most probable first
   * @throws InputException when the file cannot be read or decoded
   */
  public List<Prediction> predict(Path image) {
    return predict(image, FileSplit.MAX_PIXELS);
  }

  /**
   * Classifies an image file.
   *
   * @param maxPixels with more it is refused; at most {@link FileSplit#MOST_PIXELS}
   * @return all classes, the most probable first
   * @throws InputException when the file cannot be read or decoded
   */
  public List<Prediction> predict(Path image, long maxPixels) {
    try {
      return predict(image.toString(), Files.readAllBytes(image), maxPixels);
    } catch (IOException e) {
      throw new InputException(image + ": expects an image file, cannot read it (" + e + ")", e);
    }
  }

  /**
   * Classifies an encoded image (JPEG, PNG, …).
   *
   * @return all classes, the most probable first
   * @throws InputException when it cannot be decoded
   */
  public List<Prediction> predict(byte[] encoded) {
    return predict("image", encoded, FileSplit.MAX_PIXELS);
  }

  private List<Prediction> predict(String name, byte[] encoded, long maxPixels) {
    float[] logits =
        predictor.logits(
            Decoder.decode(name, encoded, info.input(), info.preprocessing(), maxPixels));
    double[] p = Softmax.of(logits, 0, logits.length);
    List<Prediction> predictions = new ArrayList<>();
    for (int c = 0; c < p.length; c++) {
      predictions.add(new Prediction(info.classes().get(c), p[c]));
    }
    predictions.sort(Comparator.comparingDouble(Prediction::probability).reversed());
    return List.copyOf(predictions);
  }

  @Override
  public void close() {
    predictor.close();
  }
}
