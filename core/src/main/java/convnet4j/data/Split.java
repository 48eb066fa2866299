package convnet4j.data;

/** A list of labelled images: pixels in memory, or files that are decoded when they are needed. */
public sealed interface Split permits PixelSplit, FileSplit {
  /** How many images there are. */
  int size();

  /** The class of an image, as an index into {@link Dataset#classes()}. */
  int label(int index);

  /** 3 for colour, 1 for grey. */
  int channels();

  /**
   * Some of the images.
   *
   * @param indices which, in the order that they have in the result
   */
  Split select(int[] indices);
}
