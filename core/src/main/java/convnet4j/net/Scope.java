package convnet4j.net;

/**
 * A named part of a network: its name becomes a segment of the paths below it.
 *
 * @param name one path segment, without dots
 * @param child what is named
 */
public record Scope(String name, Layer child) implements Layer {
  public Scope {
    requireSegment(name);
  }

  static void requireSegment(String name) {
    if (name.isEmpty() || name.indexOf('.') >= 0) {
      throw new IllegalArgumentException("a name is one path segment, received '" + name + "'");
    }
  }
}
