package convnet4j.data;

/**
 * Cuts a box out of the whole image, which is then resized to what the network takes. Only the
 * first transform of an {@link Augmentation} can be one: those before it would change an image that
 * is already cut.
 */
public sealed interface ResizedCrop extends Transform permits RandomResizedCrop, ScaleJitter {
  /**
   * What is cut this time.
   *
   * @param height of the image, in pixels
   * @param width of the image
   * @param inputHeight of what the network takes
   * @param inputWidth of what the network takes
   */
  Box box(int height, int width, int inputHeight, int inputWidth, Draws draws);
}
