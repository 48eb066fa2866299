package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {
  private static final String CLEAR = "\r\u001B[K";

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final AtomicLong seconds = new AtomicLong();

  private Console console(boolean json, boolean quiet, boolean terminal, Path file) {
    return new Console(
        new PrintWriter(out),
        new PrintWriter(err),
        new Console.Mode(json, quiet, terminal, terminal, file),
        () -> seconds.get() * 1_000_000_000L);
  }

  @Test
  void withJsonEverythingButTheDocumentGoesToStandardError() {
    Console console = console(true, false, true, null);
    console.say("hello");
    seconds.set(60);
    console.progress(() -> "half");
    console.result("text\n", "{}\n");
    console.always("bye");
    assertThat(out.toString()).isEqualToNormalizingNewlines("{}\n");
    assertThat(err.toString()).isEqualToNormalizingNewlines("hello\nhalf\nbye\n");
  }

  @Test
  void quietLeavesTheResultAndWhatPeopleMustKnow() {
    Console console = console(false, true, true, null);
    console.say("hello");
    console.progress(() -> "half");
    console.result("text\n", "{}");
    console.always("bye");
    assertThat(out.toString()).isEqualToNormalizingNewlines("text\nbye\n");
  }

  @Test
  void aTerminalsProgressLineIsErasedBeforeTheNextLine() {
    Console console = console(false, false, true, null);
    console.progress(() -> "half");
    console.progress(() -> "too soon after the last");
    console.say("done");
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(CLEAR + "\u001B[?7lhalf\u001B[?7h" + CLEAR + "done\n");
  }

  @Test
  void elsewhereProgressIsALineEveryThirtySeconds() {
    Console console = console(false, false, false, null);
    for (int s = 0; s <= 70; s++) {
      seconds.set(s);
      int now = s;
      console.progress(() -> now + " s");
    }
    assertThat(out.toString()).isEqualToNormalizingNewlines("30 s\n60 s\n");
  }

  @Test
  void theResultGoesToAFileInTheFormThatItsNameAsksFor() throws Exception {
    console(false, false, false, folder.resolve("a.txt")).result("text\n", "{}");
    console(false, false, false, folder.resolve("a.json")).result("text\n", "{}");
    assertThat(folder.resolve("a.txt")).hasContent("text");
    assertThat(folder.resolve("a.json")).hasContent("{}");
    assertThat(out.toString()).contains("written: ").doesNotContain("text\n", "{}");

    out.getBuffer().setLength(0);
    console(true, false, false, folder.resolve("b")).result("text\n", "{}");
    assertThat(Files.readString(folder.resolve("b"))).isEqualTo("{}\n");
    assertThat(out.toString()).isEqualToNormalizingNewlines("{}\n");
  }

  @Test
  void colourNeedsATerminalAndNobodyWhoForbidsIt() {
    assertThat(Terminal.of(true, Map.of())).isEqualTo(new Terminal(true, true));
    assertThat(Terminal.of(true, Map.of("NO_COLOR", ""))).isEqualTo(new Terminal(true, true));
    assertThat(Terminal.of(true, Map.of("NO_COLOR", "1"))).isEqualTo(new Terminal(true, false));
    assertThat(Terminal.of(true, Map.of("TERM", "dumb"))).isEqualTo(Terminal.NONE);
    assertThat(Terminal.of(false, Map.of())).isEqualTo(Terminal.NONE);
  }
}
