package convnet4j.errors;

/**
 * What the user gave is wrong: a file, a name, a value. The message is one line that says where,
 * what was expected, what came and what to do; the command line prints it and exits with status 2.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message where, expected, received, what to do
   */
  public InputException(String message) {
    this(message, null);
  }

  /**
   * @param message where, expected, received, what to do
   * @param cause what was noticed underneath, for a debugger; never shown to the user
   */
  public InputException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /**
   * Messages quote file names and file contents, which may hold line breaks or terminal escapes.
   */
  private static String oneLine(String message) {
    return message.strip().replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
  }
}
