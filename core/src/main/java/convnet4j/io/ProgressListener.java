package convnet4j.io;

/** Hears how a long piece of work goes. Called from the thread that works. */
@FunctionalInterface
public interface ProgressListener {
  /** Hears nothing. */
  ProgressListener NONE = (what, done, total) -> {};

  /**
   * The work has come so far.
   *
   * @param what the work, such as {@code cifar-10-binary.tar.gz}
   * @param done bytes so far
   * @param total bytes in all, or -1 when nobody knows
   */
  void progress(String what, long done, long total);

  /**
   * One line that the user should see though nothing is wrong, such as how many files were ignored.
   */
  default void note(String line) {}
}
