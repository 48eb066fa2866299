package convnet4j.benchmarks;

import convnet4j.data.Augment;
import convnet4j.data.Dataset;
import convnet4j.data.Datasets;
import convnet4j.data.Transform;
import convnet4j.eval.Normaliser;
import convnet4j.image.Batch;
import convnet4j.image.BatchLoader;
import convnet4j.image.ImageSource;
import convnet4j.image.LoadPlan;
import convnet4j.io.CacheHome;
import convnet4j.io.ProgressListener;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.torch.Threads;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * From a data set to normalised batches in the memory of tensors, as training has it: epoch after
 * epoch, shuffled, one worker. An operation is an image.
 */
@BenchmarkMode(Mode.Throughput)
public class LoadingBenchmark {
  private static final int CIFAR_BATCH = 128;
  private static final int PHOTO_BATCH = 64;

  /** A data set that is gone through over and over. */
  private static final class Passes implements AutoCloseable {
    private final Dataset dataset;
    private final ImageSource source;
    private final List<Transform> transforms;
    private final int batchSize;
    private final Normaliser normaliser;
    private BatchLoader loader;
    private int epoch;

    Passes(String data, FeatureMap size, String augment, int batchSize) {
      Threads.use(1);
      this.dataset = Datasets.open(data, CacheHome.path(), true, ProgressListener.NONE);
      this.source = ImageSource.of(dataset.train(), size, false);
      this.transforms = Augment.parse(augment).transforms();
      this.batchSize = batchSize;
      this.normaliser = new Normaliser(dataset.normalisation());
      this.loader = load();
    }

    private BatchLoader load() {
      return new BatchLoader(
          source, LoadPlan.training(batchSize, transforms, 1, epoch, 1));
    }

    /** The next full batch as a tensor, N×C×H×W; its last element, so that nothing is left out. */
    float next() {
      Batch batch = loader.next();
      if (batch == null || batch.size() < batchSize) {
        loader.close();
        epoch++;
        loader = load();
        batch = loader.next();
      }
      try (PointerScope scope = new PointerScope()) {
        return normaliser
            .apply(batch.pixels(), batch.size(), source.shape())
            .select(0, batchSize - 1)
            .max()
            .item_float();
      }
    }

    @Override
    public void close() {
      loader.close();
      normaliser.close();
      dataset.close();
    }
  }

  /** 32×32 pixels from memory. */
  @State(Scope.Benchmark)
  public static class Cifar {
    @Param("cifar10")
    public String cifar;

    private Passes passes;

    @Setup(Level.Trial)
    public void open() {
      passes = new Passes(cifar, new FeatureMap(3, 32, 32), "crop:4,flip", CIFAR_BATCH);
    }

    @TearDown(Level.Trial)
    public void close() {
      passes.close();
    }
  }

  /** JPEG files. */
  @State(Scope.Benchmark)
  public static class Photos {
    @Param("photographs")
    public String photos;

    private Passes passes;

    @Setup(Level.Trial)
    public void open() {
      passes = new Passes(photos, new FeatureMap(3, 224, 224), "rrc,flip", PHOTO_BATCH);
    }

    @TearDown(Level.Trial)
    public void close() {
      passes.close();
    }
  }

  @Benchmark
  @OperationsPerInvocation(CIFAR_BATCH)
  public float cifar(Cifar state) {
    return state.passes.next();
  }

  @Benchmark
  @OperationsPerInvocation(PHOTO_BATCH)
  public float photographs(Photos state) {
    return state.passes.next();
  }
}
