package convnet4j.benchmarks;

import convnet4j.torch.Natives;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What libtorch itself can do: the network written out on its modules, its own optimiser, one batch
 * that stays the same. Only unpacking the natives and reading that batch is convnet4j's.
 */
final class Bare {
  private final List<Module> modules = new ArrayList<>();
  private final Conv2dImpl stem = conv(3, 64, 3, 1);
  private final BatchNorm2dImpl stemNorm = norm(64);
  private final List<Block> blocks = new ArrayList<>();
  private final LinearImpl head = add(new LinearImpl(512, Job.CLASSES));

  private record Block(
      Conv2dImpl conv1,
      BatchNorm2dImpl norm1,
      Conv2dImpl conv2,
      BatchNorm2dImpl norm2,
      Conv2dImpl shortcut,
      BatchNorm2dImpl shortcutNorm) {
    Tensor forward(Tensor x) {
      Tensor y = norm1.forward(conv1.forward(x)).relu_();
      y = norm2.forward(conv2.forward(y));
      return y.add_(shortcut == null ? x : shortcutNorm.forward(shortcut.forward(x))).relu_();
    }
  }

  private Bare() {
    int in = 64;
    for (int out : new int[] {64, 128, 256, 512}) {
      blocks.add(block(in, out, out == 64 ? 1 : 2));
      blocks.add(block(out, out, 1));
      in = out;
    }
  }

  static Measurement run(Job job, Timing timing) throws IOException {
    boolean bfloat16 = job.contender().bfloat16();
    ConstantBatch batch = ConstantBatch.read(job.data());
    Natives.load();
    try (PointerScope scope = new PointerScope()) {
      torch.manual_seed(1);
      Bare net = new Bare();
      TensorVector params = net.params(job);
      SGDOptions options = new SGDOptions(Job.LR);
      options.momentum().put(Job.MOMENTUM);
      options.weight_decay().put(Job.WEIGHT_DECAY);
      SGD optimizer = new SGD(params, options);

      Tensor images =
          torch
              .tensor(batch.images())
              .reshape(Job.BATCH, ConstantBatch.CHANNELS, ConstantBatch.SIDE, ConstantBatch.SIDE)
              .contiguous(MemoryFormat.ChannelsLast);
      Tensor labels = torch.tensor(batch.labels());

      Stopwatch stopwatch = new Stopwatch(job, timing);
      double loss = 0;
      while (!stopwatch.finished()) {
        loss = net.step(images, labels, optimizer, bfloat16);
        stopwatch.lap();
      }
      String version = "libtorch " + Loader.getVersion("org.bytedeco", "pytorch");
      return stopwatch.measurement(version, loss, torch.get_num_threads());
    }
  }

  private double step(Tensor images, Tensor labels, SGD optimizer, boolean bfloat16) {
    try (PointerScope step = new PointerScope()) {
      Tensor loss;
      // What Java holds of the activations goes here, so that the backward pass frees as it goes.
      try (PointerScope forward = new PointerScope()) {
        loss = torch.cross_entropy_loss(logits(images, bfloat16), labels);
        step.attach(loss);
      }
      optimizer.zero_grad();
      loss.backward();
      optimizer.step();
      return loss.item_float();
    }
  }

  private Tensor logits(Tensor images, boolean bfloat16) {
    torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
    torch.set_autocast_enabled(DeviceType.CPU, bfloat16);
    Tensor x = stemNorm.forward(stem.forward(images)).relu_();
    for (Block block : blocks) {
      x = block.forward(x);
    }
    x = head.forward(torch.adaptive_avg_pool2d(x, 1, 1).flatten(1, -1));
    torch.set_autocast_enabled(DeviceType.CPU, false);
    torch.clear_cache(); // of the weights in bfloat16, which the optimizer is about to change
    return x.to(ScalarType.Float);
  }

  private Block block(int in, int out, int stride) {
    boolean same = in == out && stride == 1;
    return new Block(
        conv(in, out, 3, stride),
        norm(out),
        conv(out, out, 3, 1),
        norm(out),
        same ? null : conv(in, out, 1, stride),
        same ? null : norm(out));
  }

  private Conv2dImpl conv(int in, int out, int kernel, int stride) {
    Conv2dOptions options = new Conv2dOptions(in, out, new LongPointer(kernel, kernel));
    // Not put(stride, stride): that is put(index, value), and leaves the stride at 1.
    options.stride().put(new LongPointer(stride, stride));
    options.padding().put(new LongPointer(kernel / 2, kernel / 2));
    options.bias().put(false);
    return add(new Conv2dImpl(options));
  }

  private BatchNorm2dImpl norm(int channels) {
    return add(new BatchNorm2dImpl(new BatchNormOptions(channels)));
  }

  private <M extends Module> M add(M module) {
    modules.add(module);
    return module;
  }

  /** All parameters, with the weights of convolutions in channels_last memory. */
  private TensorVector params(Job job) {
    TensorVector all = new TensorVector();
    long count = 0;
    for (Module module : modules) {
      for (Tensor param : module.parameters().get()) {
        if (param.dim() == 4) {
          param.set_data(param.data().contiguous(MemoryFormat.ChannelsLast));
        }
        count += param.numel();
        all.push_back(param);
      }
    }
    job.checkParams(count);
    return all;
  }
}
