package convnet4j.benchmarks;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;

/**
 * The network in DJL, trained as DJL's documentation trains: its blocks, its Trainer, nothing set
 * beyond what the comparison needs. It has no evaluators and no listeners, and its batch lies in
 * memory, augmented by nobody: kinder to DJL than real training.
 */
final class Djl {
  private Djl() {}

  static Measurement run(Job job, Timing timing) throws IOException, TranslateException {
    ConstantBatch constant = ConstantBatch.read(job.data());
    try (Model model = Model.newInstance(Job.NETWORK, "PyTorch")) {
      model.setBlock(resnet18());
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
              .optOptimizer(
                  Optimizer.sgd()
                      .setLearningRateTracker(Tracker.fixed((float) Job.LR))
                      .optMomentum((float) Job.MOMENTUM)
                      .optWeightDecays((float) Job.WEIGHT_DECAY)
                      .build());
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(images(1));
        job.checkParams(params(model.getBlock()));
        ArrayDataset data = dataset(constant, model.getNDManager());

        Stopwatch stopwatch = new Stopwatch(job, timing);
        while (!stopwatch.finished()) {
          for (Batch batch : trainer.iterateDataset(data)) {
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
            batch.close();
          }
          stopwatch.lap();
        }
        return stopwatch.measurement(version(), loss(trainer, data), JniUtils.getNumThreads());
      }
    }
  }

  /** As many images as a batch has, so that an epoch is one step. */
  private static ArrayDataset dataset(ConstantBatch constant, NDManager manager) {
    return new ArrayDataset.Builder()
        .setData(manager.create(constant.images(), images(Job.BATCH)))
        .optLabels(manager.create(constant.labels()))
        .setSampling(Job.BATCH, false)
        .build();
  }

  private static Shape images(int count) {
    return new Shape(count, ConstantBatch.CHANNELS, ConstantBatch.SIDE, ConstantBatch.SIDE);
  }

  private static Block resnet18() {
    SequentialBlock net = new SequentialBlock();
    net.add(conv(64, 3, 1)).add(BatchNorm.builder().build()).add(Activation::relu);
    int in = 64;
    for (int out : new int[] {64, 128, 256, 512}) {
      int stride = out == 64 ? 1 : 2;
      net.add(residual(in, out, stride)).add(residual(out, out, 1));
      in = out;
    }
    return net.add(Pool.globalAvgPool2dBlock())
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(Job.CLASSES).build());
  }

  private static Block residual(int in, int out, int stride) {
    SequentialBlock body = new SequentialBlock();
    body.add(conv(out, 3, stride)).add(BatchNorm.builder().build()).add(Activation::relu);
    body.add(conv(out, 3, 1)).add(BatchNorm.builder().build());
    Block shortcut =
        in == out && stride == 1
            ? Blocks.identityBlock()
            : new SequentialBlock().add(conv(out, 1, stride)).add(BatchNorm.builder().build());
    ParallelBlock sum =
        new ParallelBlock(
            both -> {
              NDArray left = both.get(0).singletonOrThrow();
              NDArray right = both.get(1).singletonOrThrow();
              return new NDList(left.add(right).getNDArrayInternal().relu());
            });
    return sum.add(body).add(shortcut);
  }

  private static Block conv(int filters, int kernel, int stride) {
    return Conv2d.builder()
        .setFilters(filters)
        .setKernelShape(new Shape(kernel, kernel))
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(kernel / 2, kernel / 2))
        .optBias(false)
        .build();
  }

  private static long params(Block block) {
    return block.getParameters().values().stream()
        .filter(Parameter::requiresGradient)
        .mapToLong(p -> p.getArray().size())
        .sum();
  }

  private static double loss(Trainer trainer, ArrayDataset data)
      throws IOException, TranslateException {
    try (Batch batch = trainer.iterateDataset(data).iterator().next()) {
      NDList logits = trainer.forward(batch.getData());
      return trainer.getLoss().evaluate(batch.getLabels(), logits).getFloat();
    }
  }

  private static String version() {
    return "DJL " + Engine.getDjlVersion() + ", libtorch " + Engine.getInstance().getVersion();
  }
}
