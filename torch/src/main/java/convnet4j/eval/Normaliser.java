package convnet4j.eval;

import convnet4j.data.Normalisation;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.torch.Tensors;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Turns bytes into what a network reads: (x/255 − mean) / std per channel. */
public final class Normaliser implements AutoCloseable {
  private final Tensor mean;
  private final Tensor scale;

  public Normaliser(Normalisation normalisation) {
    this.mean = perChannel(normalisation.mean().stream().map(m -> m * 255).toList());
    this.scale = perChannel(normalisation.std().stream().map(s -> 1 / (s * 255)).toList());
  }

  /**
   * The images of a batch.
   *
   * @param pixels {@code count} images of shape {@code image}, N×H×W×C unsigned bytes
   * @return float32, N×C×H×W in channels_last memory; belongs to the scope that is open
   */
  public Tensor apply(BytePointer pixels, int count, FeatureMap image) {
    long[] dims = {count, image.height(), image.width(), image.channels()};
    return apply(torch.from_blob(pixels, dims, Tensors.options(ScalarType.Byte)));
  }

  /**
   * As {@link #apply(BytePointer, int, FeatureMap)}.
   *
   * @param bytes N×H×W×C unsigned bytes
   */
  Tensor apply(Tensor bytes) {
    long images = bytes.size(0);
    long height = bytes.size(1);
    long width = bytes.size(2);
    long channels = bytes.size(3);
    // Whole rows at once: with a mean for each channel alone, the innermost loop has three steps.
    Tensor rows = bytes.to(ScalarType.Float).reshape(images, height, width * channels);
    rows.sub_(mean.repeat(width));
    rows.mul_(scale.repeat(width));
    return rows.view(images, height, width, channels).permute(0, 3, 1, 2);
  }

  @Override
  public void close() {
    Tensors.free(mean);
    Tensors.free(scale);
  }

  private static Tensor perChannel(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    try (PointerScope scope = new PointerScope()) {
      return Tensors.own(Tensor.create(floats));
    }
  }
}
