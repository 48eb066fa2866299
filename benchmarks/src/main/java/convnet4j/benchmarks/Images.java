package convnet4j.benchmarks;

import convnet4j.data.Dataset;
import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.data.Split;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What convnet4j trains on and is tested on here. */
final class Images {
  /** Steps of an epoch of images that are made up: more than fit into a turn. */
  private static final int EPOCH = 1024;

  private Images() {}

  /** CIFAR-10 for networks of its size; for others, pixels in memory. */
  static Dataset open(Job job) {
    return job.workload().side() == ConstantBatch.SIDE
        ? ConstantBatch.open(job.data())
        : random(job.workload());
  }

  /** The images of {@code split} over and over, without a copy, until there are as many. */
  static Split repeated(Split split, int count) {
    return split.select(IntStream.range(0, count).map(i -> i % split.size()).toArray());
  }

  /** A few batches of noise, whose time in a network is that of photographs, over and over. */
  private static Dataset random(Workload workload) {
    int side = workload.side();
    int count = 4 * workload.batch();
    byte[] pixels = new byte[count * side * side * ConstantBatch.CHANNELS];
    new Random(0).nextBytes(pixels);
    int[] labels = new Random(1).ints(count, 0, workload.classes()).toArray();
    PixelSplit few = new PixelSplit(ConstantBatch.CHANNELS, side, side, pixels, labels);
    List<String> classes =
        IntStream.range(0, workload.classes()).mapToObj(Integer::toString).toList();
    return new Dataset(
        "noise", classes, repeated(few, EPOCH * workload.batch()), few, Normalisation.IMAGENET);
  }
}
