package convnet4j.image;

/** A rectangle of an image, in pixels; it may reach past the borders. */
record Region(int top, int left, int height, int width) {
  /** All of an image. */
  static Region all(int height, int width) {
    return new Region(0, 0, height, width);
  }

  /**
   * The centre of an image as torchvision's {@code CenterCrop} takes it: half pixels go to the even
   * side, and an image that is too small lies in the middle, with the odd pixel after it.
   */
  static Region centre(int imageHeight, int imageWidth, int height, int width) {
    return new Region(offset(imageHeight, height), offset(imageWidth, width), height, width);
  }

  private static int offset(int image, int crop) {
    return crop > image ? -((crop - image) / 2) : (int) Math.rint((image - crop) / 2.0);
  }
}
