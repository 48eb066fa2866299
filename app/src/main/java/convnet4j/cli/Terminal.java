package convnet4j.cli;

import java.util.Map;

/**
 * What standard output can do.
 *
 * @param redraws whether it is a terminal, on which a line can be drawn anew
 * @param colour whether it is one that may be coloured
 */
record Terminal(boolean redraws, boolean colour) {
  /** A file or a pipe. */
  static final Terminal NONE = new Terminal(false, false);

  /** This process's. */
  @SuppressWarnings("SystemConsoleNull") // the property sees to it
  static Terminal here() {
    // From JDK 22 on another console may take the place of this one, and say of a pipe that it is a
    // console too.
    System.setProperty("jdk.console", "java.base");
    return of(System.console() != null, System.getenv());
  }

  static Terminal of(boolean isTerminal, Map<String, String> environment) {
    boolean redraws = isTerminal && !environment.getOrDefault("TERM", "").equals("dumb");
    // https://no-color.org: present and not empty, whatever its value.
    boolean colour = redraws && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(redraws, colour);
  }
}
