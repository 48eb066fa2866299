package convnet4j.render.diagram;

import java.util.List;

/** Height and width of a feature map; 1×1 for a vector. */
record Resolution(int height, int width) {
  /** Of a shape, [channels, height, width] or [size]. */
  static Resolution of(List<Integer> shape) {
    return shape.size() == 3 ? new Resolution(shape.get(1), shape.get(2)) : new Resolution(1, 1);
  }

  long area() {
    return (long) height * width;
  }

  /** {@code 56}, or {@code 56×48}. */
  @Override
  public String toString() {
    return height == width ? Integer.toString(height) : height + "×" + width;
  }
}
