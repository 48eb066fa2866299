package convnet4j.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * While open, turns the first Ctrl-C (or SIGTERM, or a closed terminal) into a wish to stop; the
 * second ends the process at once.
 *
 * <p>A shutdown hook cannot do this: once it runs, the JVM ignores further signals, and the exit
 * code is no longer ours to choose.
 */
final class Interrupt implements AutoCloseable {
  private static final String TERM = "TERM";

  /** What a terminal sends to all processes that were started from it. */
  private static final List<String> OF_TERMINALS = List.of("INT", "HUP");

  private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();
  private final Runnable onFirst;
  private final boolean watched;
  private volatile boolean requested;

  /**
   * Starts to listen.
   *
   * @param onFirst called on another thread at the first signal
   */
  Interrupt(Runnable onFirst) {
    this(onFirst, false);
    OF_TERMINALS.forEach(name -> listen(name, this::received));
  }

  private Interrupt(Runnable onFirst, boolean watched) {
    this.onFirst = onFirst;
    this.watched = watched;
    listen(TERM, this::received);
  }

  /**
   * For a process that {@link #endWith ends with} another one, which sends SIGTERM where work is to
   * stop: every SIGTERM is the same wish.
   */
  static Interrupt watched(Runnable onFirst) {
    return new Interrupt(onFirst, true);
  }

  private void listen(String name, SignalHandler handler) {
    handle(name, handler, before::put);
  }

  /**
   * Handles a signal.
   *
   * @param before told what was done with it until now
   */
  private static void handle(
      String name, SignalHandler handler, BiConsumer<Signal, SignalHandler> before) {
    try {
      Signal signal = new Signal(name);
      before.accept(signal, Signal.handle(signal, handler));
    } catch (IllegalArgumentException e) {
      // This system has no such signal, or the JVM was told (-Xrs) to leave it alone.
    }
  }

  /** Whether somebody wants the work to stop. */
  boolean requested() {
    return requested;
  }

  /**
   * Ends work that has nothing to save.
   *
   * @throws CancellationException if somebody wants it to stop
   */
  void check() {
    if (requested) {
      throw new CancellationException("interrupted");
    }
  }

  /**
   * Ends this process when another one is gone, as a SIGKILL would: what it trains can be resumed.
   * A terminal's signals are left to the other, which gets them too.
   *
   * @param pid of the other
   */
  static void endWith(long pid) {
    OF_TERMINALS.forEach(name -> handle(name, SignalHandler.SIG_IGN, (signal, was) -> {}));
    Optional<ProcessHandle> other = ProcessHandle.of(pid);
    if (other.isEmpty()) {
      Runtime.getRuntime().halt(ExitCode.FAILED);
      return;
    }
    var unused = other.get().onExit().thenRun(() -> Runtime.getRuntime().halt(ExitCode.FAILED));
  }

  @Override
  public void close() {
    before.forEach(Signal::handle);
  }

  private void received(Signal signal) {
    if (watched) {
      requested = true;
      onFirst.run();
      return;
    }
    // The next one is for the system, which asks nobody: the JVM's own way out would run libtorch's
    // destructors under the threads that compute, and crash.
    before.keySet().forEach(each -> Signal.handle(each, SignalHandler.SIG_DFL));
    requested = true;
    onFirst.run();
  }
}
