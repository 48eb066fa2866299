package convnet4j.benchmarks;

/**
 * What one process is to measure.
 *
 * @param data CIFAR-10 by name or path
 * @param network name in convnet4j's zoo; the other contenders have {@link #NETWORK} written out
 * @param warmup steps before the clock starts, at least 1
 * @param steps on the clock
 */
record Job(Contender contender, String data, String network, int warmup, int steps) {
  /** ResNet-18 as it is trained on 32×32 images. */
  static final String NETWORK = "resnet18_cifar";

  /** Trained values of {@link #NETWORK}: every contender is checked against it. */
  static final long PARAMS = 11_173_962;

  static final int BATCH = 128;

  /** Steps of an epoch, to be short of its end: convnet4j tests and saves there. */
  static final int EPOCH = 380;

  static final int CLASSES = 10;
  static final double LR = 0.1;
  static final double MOMENTUM = 0.9;
  static final double WEIGHT_DECAY = 5e-4;

  /** Resident memory is compared between these two numbers of steps done. */
  static final int MEMORY_FROM = 100;

  static final int MEMORY_STEPS = 500;

  int lastStep() {
    return warmup + steps;
  }
}
