package convnet4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds what is wrong with a machine's set-up.
 *
 * @param environment the process's variables
 * @param javacppLimit {@code org.bytedeco.javacpp.maxPhysicalBytes}; null when it is not set
 * @param fileNameCharset what Java encodes file names in
 * @param linux whether glibc's allocator is used
 * @param instructions of the processor
 * @param x86 whether it is an x86-64
 * @param cores that the process may use
 * @param nativesError why the native libraries could not be loaded; null when they were
 * @param nativeCache where they are unpacked
 * @param dataCache where data sets are kept
 * @param work where runs are put
 */
record Checkup(
    Map<String, String> environment,
    String javacppLimit,
    String fileNameCharset,
    boolean linux,
    List<String> instructions,
    boolean x86,
    int cores,
    String nativesError,
    Place nativeCache,
    Place dataCache,
    Place work) {
  /** What the unpacked native libraries take. */
  static final long NATIVES_BYTES = 700_000_000L;

  /** What CIFAR-10's archive takes; data sets that are trained on are rarely smaller. */
  static final long DATA_BYTES = 170_000_000L;

  /** A run of a large network: weights, momentum, and the new copy beside the old one. */
  static final long RUN_BYTES = 2_000_000_000L;

  private static final List<String> ALLOCATOR =
      List.of("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_");

  /**
   * A folder.
   *
   * @param path of it
   * @param writable whether it, or the nearest parent that exists, can be written
   * @param freeBytes on its disk
   */
  record Place(String path, boolean writable, long freeBytes) {}

  /**
   * Something wrong.
   *
   * @param what is wrong
   * @param advice what to do
   * @param fatal whether nothing can be trained before
   */
  record Problem(String what, String advice, boolean fatal) {}

  /** What is wrong, the worst first. */
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    natives(problems);
    places(problems);
    variables(problems);
    processor(problems);
    problems.sort((a, b) -> Boolean.compare(b.fatal(), a.fatal()));
    return problems;
  }

  private void natives(List<Problem> problems) {
    if (nativesError != null) {
      String advice =
          nativeCache.writable()
              ? "build on this machine (mvn package); supported are Linux x86_64, and untested"
                  + " macOS arm64 and Windows x86_64"
              : "make "
                  + nativeCache.path()
                  + " writable, or choose another folder with"
                  + " CONVNET4J_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIR";
      problems.add(
          new Problem("the native libraries cannot be loaded: " + nativesError, advice, true));
    }
  }

  private void places(List<Problem> problems) {
    if (!work.writable()) {
      problems.add(
          new Problem(
              work.path() + " cannot be written, and runs are put there",
              "change to another folder, or train with --out DIR",
              false));
    } else if (work.freeBytes() < RUN_BYTES) {
      problems.add(full(work, RUN_BYTES, "runs of large networks"));
    }
    if (!dataCache.writable()) {
      problems.add(
          new Problem(
              dataCache.path() + " cannot be written, and downloads are put there",
              "set CONVNET4J_HOME to another folder",
              false));
    } else if (dataCache.freeBytes() < DATA_BYTES) {
      problems.add(full(dataCache, DATA_BYTES, "downloads"));
    }
    if (nativesError != null && nativeCache.freeBytes() < NATIVES_BYTES) {
      problems.add(full(nativeCache, NATIVES_BYTES, "native libraries"));
    }
  }

  private static Problem full(Place place, long needed, String what) {
    return new Problem(
        place.path()
            + " has "
            + Format.bytes(place.freeBytes())
            + " free; "
            + what
            + " need "
            + Format.bytes(needed),
        "free some space, or choose another folder",
        false);
  }

  private void variables(List<Problem> problems) {
    String launcher = "start the program with ./convnet, which sets them";
    if (linux && !environment.keySet().containsAll(ALLOCATOR)) {
      problems.add(
          new Problem(
              String.join(", ", ALLOCATOR)
                  + " are not all set, which costs about a tenth of the speed",
              launcher,
              false));
    }
    if (!"0".equals(javacppLimit)) {
      problems.add(
          new Problem(
              "org.bytedeco.javacpp.maxPhysicalBytes is not 0, so a large network may stop for"
                  + " memory that there is",
              "start the program with ./convnet, which sets it",
              false));
    }
    String core = environment.get("OPENBLAS_CORETYPE");
    if (core != null && instructions.contains("avx512f")) {
      problems.add(
          new Problem(
              "OPENBLAS_CORETYPE="
                  + core
                  + " halves the speed of matrix products on this processor",
              "unset OPENBLAS_CORETYPE",
              false));
    }
    if (fileNameCharset.equals("ANSI_X3.4-1968") || fileNameCharset.equals("US-ASCII")) {
      problems.add(
          new Problem(
              "file names beyond ASCII cannot be opened in this locale",
              "set LC_ALL=C.UTF-8",
              false));
    }
  }

  private void processor(List<Problem> problems) {
    if (x86 && linux && !instructions.contains("avx2")) {
      problems.add(
          new Problem(
              "the processor has no AVX2, so training will be several times slower than it could"
                  + " be",
              "use a machine of after 2013",
              false));
    }
    String threads = environment.get("OMP_NUM_THREADS");
    if (threads != null && !threads.equals(Integer.toString(cores))) {
      problems.add(
          new Problem(
              "OMP_NUM_THREADS is " + threads + " while there are " + cores + " cores",
              "unset it: --threads says how many to use",
              false));
    }
  }
}
