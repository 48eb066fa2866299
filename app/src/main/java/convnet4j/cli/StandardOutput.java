package convnet4j.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Remembers what writers keep to themselves: that writing failed. A full disk behind {@code >} must
 * not look like success, while a reader that has seen enough ({@code | head}) is no fault.
 */
final class StandardOutput extends FilterOutputStream {
  private boolean failed;

  StandardOutput(OutputStream out) {
    super(out);
  }

  /** Whether something that somebody waits for could not be written. */
  boolean failed() {
    return failed;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failed |= !"Broken pipe".equals(e.getMessage());
      throw e;
    }
  }
}
