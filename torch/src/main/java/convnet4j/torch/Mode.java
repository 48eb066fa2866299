package convnet4j.torch;

/** What a step is run for. */
enum Mode {
  /** Batch norms normalise by their running statistics, and nothing is dropped. */
  INFERENCE,
  /** Batch norms normalise by the batch and take it into their running statistics. */
  TRAINING,
  /** The same values as in {@link #TRAINING} once more: running statistics have seen the batch. */
  AGAIN
}
