package convnet4j.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import convnet4j.io.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** What one command did: runs it in this JVM, as into a pipe. */
record Cli(int code, String out, String err) {
  static Cli run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), Terminal.NONE, args);
    return new Cli(code, out.toString(), err.toString());
  }

  /** Standard output as the one JSON document that it must be: the reader refuses more. */
  Map<String, Object> json() {
    try {
      return Json.reader(new TypeReference<Map<String, Object>>() {}).readValue(out);
    } catch (IOException e) {
      throw new UncheckedIOException(out, e);
    }
  }
}
