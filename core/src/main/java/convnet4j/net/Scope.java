package convnet4j.net;

/**
 * A named part of a network: its name becomes a segment of the paths below it.
 *
 * @param name one path segment, without dots
 * @param child what is named
 */
public record Scope(String name, Layer child) implements Layer {
  public Scope {
    if (name.isEmpty() || name.indexOf('.') >= 0) {
      throw new IllegalArgumentException(
          "a scope's name is one path segment, received '" + name + "'");
    }
  }
}
