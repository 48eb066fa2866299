package convnet4j.benchmarks;

/**
 * What is timed, and how.
 *
 * @param warmup before the clock starts
 * @param clock on the clock
 */
record Timing(Task task, Span warmup, Span clock) {}
