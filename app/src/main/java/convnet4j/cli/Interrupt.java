package convnet4j.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * While open, turns the first Ctrl-C (or SIGTERM, or a closed terminal) into a wish to stop, and
 * the second into an end at once.
 *
 * <p>A shutdown hook cannot do this: once it runs, the JVM ignores further signals, and neither
 * System.exit nor an exit code is left to choose.
 */
final class Interrupt implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

  private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();
  private final Runnable onFirst;
  private volatile boolean requested;

  /**
   * Starts to listen.
   *
   * @param onFirst called on another thread at the first signal
   */
  Interrupt(Runnable onFirst) {
    this.onFirst = onFirst;
    for (String name : SIGNALS) {
      try {
        Signal signal = new Signal(name);
        before.put(signal, Signal.handle(signal, this::received));
      } catch (IllegalArgumentException e) {
        // This system has no such signal, or the JVM was told (-Xrs) to leave it alone.
      }
    }
  }

  /** Whether somebody wants the work to stop. */
  boolean requested() {
    return requested;
  }

  @Override
  public void close() {
    before.forEach(Signal::handle);
  }

  private synchronized void received(Signal signal) {
    if (requested) {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
    requested = true;
    onFirst.run();
  }
}
