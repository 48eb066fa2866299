package convnet4j.data;

import java.util.List;

/**
 * What becomes of training images between the disk and the network, drawn anew every time. {@link
 * Augment} has its text form.
 *
 * @param transforms of each image, in order; a {@link ResizedCrop}, which cuts from the whole
 *     image, only at their head
 * @param batchTransforms of each batch after that, in order
 */
public record Augmentation(List<Transform> transforms, List<BatchTransform> batchTransforms) {
  /** Images as they are. */
  public static final Augmentation NONE = new Augmentation(List.of(), List.of());

  public Augmentation {
    transforms = List.copyOf(transforms);
    batchTransforms = List.copyOf(batchTransforms);
    if (transforms.stream().skip(1).anyMatch(Augmentation::cutsWhole)) {
      throw new IllegalArgumentException(
          "expected what cuts from the whole image before all other transforms, received "
              + transforms);
    }
  }

  /** Whether a transform cuts from the whole image, instead of changing what is already cut. */
  static boolean cutsWhole(Transform transform) {
    return transform instanceof ResizedCrop
        || (transform instanceof Sometimes sometimes && cutsWhole(sometimes.transform()));
  }

  /** Changes of images alone. */
  public static Augmentation of(Transform... transforms) {
    return new Augmentation(List.of(transforms), List.of());
  }
}
