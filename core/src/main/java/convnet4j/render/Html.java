package convnet4j.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes a page or a part of one, element by element. Attributes are given as pairs of a name and a
 * value; all text is escaped, so that nothing that a user named can become markup.
 */
public final class Html {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Begins an element that holds others. */
  public Html open(String name, Object... attributes) {
    tag(name, attributes).append('\n');
    open.push(name);
    return this;
  }

  /** Ends the element that was begun last. */
  public Html close() {
    out.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** An element that never holds anything, such as {@code img}. */
  public Html empty(String name, Object... attributes) {
    tag(name, attributes).append('\n');
    return this;
  }

  /** An element that holds {@code text}. */
  public Html text(String name, String text, Object... attributes) {
    tag(name, attributes).append(Svg.escape(text)).append("</").append(name).append(">\n");
    return this;
  }

  /** What is HTML already. */
  public Html raw(String html) {
    out.append(html).append('\n');
    return this;
  }

  /**
   * Values for scripts to read.
   *
   * @param json a document; whatever its texts hold, it cannot end the element
   */
  public Html data(String json, Object... attributes) {
    tag("script", attributes).append(json.replace("<", "\\u003c")).append("</script>\n");
    return this;
  }

  /** Ends every element that is still open. */
  public String end() {
    while (!open.isEmpty()) {
      close();
    }
    return out.toString();
  }

  /** A file beside {@code owner} that is part of this program, such as a style sheet. */
  public static String resource(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " is part of this program", e);
    }
  }

  private StringBuilder tag(String name, Object... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException("expects a value for every attribute of " + name);
    }
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      String value = Svg.escape(attributes[i + 1].toString());
      out.append(' ').append(attributes[i]).append("=\"").append(value).append('"');
    }
    return out.append('>');
  }
}
