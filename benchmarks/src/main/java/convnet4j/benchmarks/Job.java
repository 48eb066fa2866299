package convnet4j.benchmarks;

import java.util.List;

/**
 * What one process is to measure.
 *
 * @param data CIFAR-10 by name or path
 * @param timings one after the other
 */
record Job(Contender contender, Workload workload, String data, List<Timing> timings) {
  /**
   * ResNet-18 as it is trained on 32×32 images. DJL and the bare loop have it written out, with the
   * figures below; the other contenders take those of the workload.
   */
  static final String NETWORK = "resnet18_cifar";

  static final int BATCH = 128;
  static final int CLASSES = 10;

  /** Steps of an epoch, to be short of its end: convnet4j tests and saves there. */
  static final int EPOCH = 380;

  static final double LR = 0.1;
  static final double MOMENTUM = 0.9;
  static final double WEIGHT_DECAY = 5e-4;

  /** Resident memory is compared between these two numbers of steps done. */
  static final int MEMORY_FROM = 100;

  static final int MEMORY_STEPS = 500;

  Job {
    timings = List.copyOf(timings);
  }

  /** Refuses a network that is another one. */
  void checkParams(long count) {
    if (count != workload.params()) {
      throw new IllegalStateException(
          contender
              + ": a network with "
              + count
              + " parameters, not the "
              + workload.params()
              + " of "
              + workload.network()
              + ": not the same one");
    }
  }
}
