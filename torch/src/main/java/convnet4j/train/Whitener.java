package convnet4j.train;

import convnet4j.data.Normalisation;
import convnet4j.errors.InputException;
import convnet4j.eval.Normaliser;
import convnet4j.image.Batch;
import convnet4j.image.BatchLoader;
import convnet4j.image.ImageSource;
import convnet4j.image.LoadPlan;
import convnet4j.net.Initialisation.Whitening;
import convnet4j.net.ParamSpec;
import convnet4j.torch.Tensors;
import convnet4j.weights.HostTensor;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Computes the weights that start as {@link Whitening} says, from training images as they are.
 *
 * <p>An eigenvector's sign means nothing, and libraries differ in it: here the largest of its
 * numbers is positive.
 */
final class Whitener {
  /** Images at a time: their patches, 4 · k² times as large in float64, are to be no burden. */
  private static final int BATCH = 20;

  private Whitener() {}

  /**
   * Float32 filters of shape {@code spec}, 2·in·k² × in × k × k.
   *
   * @param images of the input that the filters read; those that are bad and skipped do not count
   * @param workers threads that decode; the filters do not depend on them
   * @throws InputException when none of the images can be decoded
   */
  static HostTensor weight(
      ParamSpec spec,
      Whitening whitening,
      ImageSource images,
      Normalisation normalisation,
      int workers) {
    long[] shape = spec.shape().stream().mapToLong(Integer::longValue).toArray();
    try (PointerScope scope = new PointerScope();
        Normaliser normaliser = new Normaliser(normalisation)) {
      Tensor covariance =
          covariance(images, whitening.images(), (int) shape[2], normaliser, workers);
      Tensor half = filters(covariance, whitening.eps());
      Tensor all = torch.cat(new TensorVector(half, half.neg()), 0);
      return Tensors.toHost(all.reshape(shape).to(ScalarType.Float));
    }
  }

  /** Of all patches, in float64: sums of this length lose small eigenvalues in float32. */
  private static Tensor covariance(
      ImageSource images, int most, int kernel, Normaliser normaliser, int workers) {
    int values = images.shape().channels() * kernel * kernel;
    Tensor sum = torch.zeros(values, values).to(ScalarType.Double);
    long patches = 0;
    int left = most;
    try (BatchLoader loader = new BatchLoader(images, LoadPlan.inOrder(BATCH, workers))) {
      for (Batch batch = loader.next(); batch != null && left > 0; batch = loader.next()) {
        int count = Math.min(batch.size(), left);
        if (count > 0) {
          patches += add(sum, normaliser.apply(batch.pixels(), count, images.shape()), kernel);
        }
        left -= count;
      }
    }
    if (patches == 0) {
      throw new InputException(
          "whitening: expects training images to begin with, none of the files could be decoded");
    }
    return sum.div_(new Scalar((double) patches));
  }

  /** Adds up the patches' products in pairs; returns how many patches there are. */
  private static long add(Tensor sum, Tensor images, int kernel) {
    try (PointerScope scope = new PointerScope()) {
      Tensor patches =
          images
              .unfold(2, kernel, 1)
              .unfold(3, kernel, 1)
              .permute(0, 2, 3, 1, 4, 5) // images, rows, columns; channels, k, k
              .reshape(-1, sum.size(0))
              .to(ScalarType.Double);
      sum.add_(torch.mm(patches.t(), patches));
      return patches.size(0);
    }
  }

  private static Tensor filters(Tensor covariance, double eps) {
    T_TensorTensor_T eigen = torch.linalg_eigh(covariance);
    Tensor rows = eigen.get1().t();
    Tensor largest = rows.gather(1, rows.abs().argmax(new LongOptional(1), true));
    Tensor scale = eigen.get0().add(new Scalar(eps)).rsqrt().unsqueeze(1);
    return rows.mul(largest.sign()).mul(scale);
  }
}
