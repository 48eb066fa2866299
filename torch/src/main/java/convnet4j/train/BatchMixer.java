package convnet4j.train;

import convnet4j.data.BatchTransform;
import convnet4j.data.CutMix;
import convnet4j.data.Draws;
import convnet4j.data.Mixup;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Carries out {@link BatchTransform}s on a normalised batch, in order. Each draws its strength, and
 * after it a permutation that says which image is whose partner: an image may be its own, as the
 * only one of a batch is.
 *
 * <p>A mixed label is a row with the share of every class. Cross entropy is linear in it, so it is
 * λ·CE(a) + (1−λ)·CE(b), label smoothing included, and what several transforms mix comes out right.
 */
final class BatchMixer {
  private final List<BatchTransform> transforms;
  private final int classes;

  BatchMixer(List<BatchTransform> transforms, int classes) {
    this.transforms = List.copyOf(transforms);
    this.classes = classes;
  }

  /**
   * Mixes the images where they lie.
   *
   * @param images N×C×H×W in channels_last memory; changed
   * @param labels N classes
   * @return the labels as they are if there is nothing to mix, else N×classes shares
   */
  Tensor mix(Tensor images, Tensor labels, Draws draws) {
    if (transforms.isEmpty()) {
      return labels;
    }
    Tensor rows = images.permute(0, 2, 3, 1); // dense in memory
    Tensor shares = torch.one_hot(labels, classes).to(ScalarType.Float);
    for (BatchTransform transform : transforms) {
      switch (transform) {
        case Mixup mixup -> {
          double own = mixup.share(draws);
          Tensor partners = partners(draws, rows.size(0));
          blend(rows, partners, own);
          blend(shares, partners, own);
        }
        case CutMix cutMix -> {
          CutMix.Cut box = cutMix.cut((int) rows.size(1), (int) rows.size(2), draws);
          Tensor partners = partners(draws, rows.size(0));
          Tensor inside =
              rows.narrow(1, box.top(), box.height()).narrow(2, box.left(), box.width());
          inside.copy_(inside.index_select(0, partners));
          blend(shares, partners, box.kept((int) rows.size(1), (int) rows.size(2)));
        }
      }
    }
    return shares;
  }

  /** own · what is there + (1 − own) · that of the partner. */
  private static void blend(Tensor rows, Tensor partners, double own) {
    Tensor others = rows.index_select(0, partners);
    rows.mul_(new Scalar(own));
    rows.add_(others, new Scalar(1 - own));
  }

  private static Tensor partners(Draws draws, long images) {
    int[] order = draws.permutation(Math.toIntExact(images));
    return Tensor.create(Arrays.stream(order).asLongStream().toArray());
  }
}
