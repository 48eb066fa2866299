package convnet4j.torch;

/**
 * Steps of a graph that follow each other, and read nothing from before them but the value of the
 * step before the first; the images, if there is none.
 *
 * @param from the first step
 * @param to behind the last step
 */
record Segment(int from, int to) {
  boolean contains(int step) {
    return from <= step && step < to;
  }
}
