package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  private static StandardOutput after(OutputStream out) {
    StandardOutput standard = new StandardOutput(out);
    PrintWriter writer = new PrintWriter(standard, false, StandardCharsets.UTF_8);
    writer.println("text");
    writer.flush();
    return standard;
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }

  @Test
  void aFullDiskIsAFailureButAReaderWhoLeftIsNone() {
    assertThat(after(failing("No space left on device")).failed()).isTrue();
    assertThat(after(failing("Broken pipe")).failed()).isFalse();
  }

  @Test
  void whatIsWrittenArrives() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(after(out).failed()).isFalse();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("text\n");
  }
}
