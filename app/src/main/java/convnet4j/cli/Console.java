package convnet4j.cli;

import convnet4j.errors.InputException;
import convnet4j.io.AtomicFile;
import convnet4j.io.ProgressListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command's words go. What people read goes to standard output, or to standard error when
 * standard output belongs to a JSON document.
 */
final class Console {
  private static final long TERMINAL_NANOS = 100_000_000L;
  private static final long PLAIN_NANOS = 30_000_000_000L;

  /** Back to the first column, and everything after it erased. */
  private static final String CLEAR = "\r\u001B[K";

  /**
   * A line longer than the terminal is wide is cut instead of wrapped, which could not be erased.
   */
  private static final String NO_WRAP = "\u001B[?7l";

  private static final String WRAP = "\u001B[?7h";
  private static final String BOLD = "\u001B[1m";
  private static final String PLAIN = "\u001B[0m";

  private final PrintWriter out;
  private final PrintWriter err;
  private final Mode mode;
  private final LongSupplier nanoTime;
  private long progressDue;
  private boolean progressShown;

  /**
   * How to speak.
   *
   * @param json one JSON document on standard output and nothing else
   * @param quiet results and errors only
   * @param terminal whether standard output is a terminal that can redraw a line
   * @param colour whether it may be coloured as well
   * @param file where the result is written too; null for nowhere
   */
  record Mode(boolean json, boolean quiet, boolean terminal, boolean colour, Path file) {}

  Console(PrintWriter out, PrintWriter err, Mode mode, LongSupplier nanoTime) {
    this.out = out;
    this.err = err;
    this.mode = mode;
    this.nanoTime = nanoTime;
    this.progressDue = nanoTime.getAsLong() + (redraws() ? 0 : PLAIN_NANOS);
  }

  /**
   * The console of a command.
   *
   * @param file where its result is written too; null for nowhere
   */
  static Console of(CommandSpec command, boolean json, boolean quiet, Path file) {
    CommandLine line = command.commandLine();
    Terminal terminal = ((Main) command.root().userObject()).terminal();
    Mode mode = new Mode(json, quiet, terminal.redraws(), terminal.colour(), file);
    return new Console(line.getOut(), line.getErr(), mode, System::nanoTime);
  }

  /** A line on how things go; not when quiet. */
  synchronized void say(String line) {
    if (!mode.quiet()) {
      always(line);
    }
  }

  /** A line that people need even when quiet. */
  synchronized void always(String line) {
    eraseProgress();
    people().println(line);
    people().flush();
  }

  /** A line on standard error: something is wrong. */
  synchronized void error(String line) {
    eraseProgress();
    err.println("error: " + line);
    err.flush();
  }

  /**
   * How far the work is: one line that is redrawn on a terminal, and elsewhere a line of its own
   * every 30 seconds.
   */
  synchronized void progress(Supplier<String> line) {
    long now = nanoTime.getAsLong();
    if (mode.quiet() || now < progressDue) {
      return;
    }
    if (redraws()) {
      people().print(CLEAR + NO_WRAP + line.get() + WRAP);
      progressShown = true;
      progressDue = now + TERMINAL_NANOS;
    } else {
      people().println(line.get());
      progressDue = now + PLAIN_NANOS;
    }
    people().flush();
  }

  /**
   * What the command was run for, once, at its end.
   *
   * @param text for people, ended by a line feed
   * @param json a document for programs
   */
  synchronized void result(String text, String json) {
    result(text, json, Map.of());
  }

  /**
   * {@link #result(String, String)} that a file may hold in other forms too.
   *
   * @param forms by how the file's name ends
   */
  synchronized void result(String text, String json, Map<String, String> forms) {
    eraseProgress();
    if (mode.file() != null) {
      boolean jsonFile = mode.json() || OutputOptions.isJson(mode.file());
      String usual = jsonFile ? json.stripTrailing() + "\n" : text;
      write(mode.file(), form(mode.file(), forms).orElse(usual));
      say("written: " + mode.file());
    }
    if (mode.json()) {
      out.println(json.stripTrailing());
    } else if (mode.file() == null) {
      out.print(text);
    }
    out.flush();
  }

  /** {@code text} set off from what is around it, where that can be shown. */
  String bold(String text) {
    return mode.colour() && redraws() ? BOLD + text + PLAIN : text;
  }

  /** Tells of downloads. */
  ProgressListener listener() {
    return new ProgressListener() {
      @Override
      public void progress(String what, long done, long total) {
        Console.this.progress(
            () ->
                what + ": " + Format.bytes(done) + (total < 0 ? "" : " of " + Format.bytes(total)));
      }

      @Override
      public void note(String line) {
        say(line);
      }
    };
  }

  private static Optional<String> form(Path file, Map<String, String> forms) {
    return forms.entrySet().stream()
        .filter(form -> file.toString().endsWith(form.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static void write(Path file, String text) {
    try {
      AtomicFile.writeString(file, text);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written (" + e + "); choose another path", e);
    }
  }

  private void eraseProgress() {
    if (progressShown) {
      people().print(CLEAR);
      people().flush();
      progressShown = false;
    }
  }

  private PrintWriter people() {
    return mode.json() ? err : out;
  }

  /** Whether standard error is a terminal, which people read with --json, is not known. */
  private boolean redraws() {
    return mode.terminal() && !mode.json();
  }
}
