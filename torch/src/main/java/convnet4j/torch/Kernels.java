package convnet4j.torch;

import convnet4j.net.ActivationKind;
import convnet4j.net.Join;
import convnet4j.net.Op;
import convnet4j.net.Padding;
import convnet4j.net.Step;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LocalResponseNormOptions;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** One libtorch call, or a few, per kind of step. */
final class Kernels {
  private static final long[] ONE = {1, 1};

  private Kernels() {}

  /** The tensors of one step in the form that libtorch's functions take; built once. */
  static final class Params implements AutoCloseable {
    private final Tensor weightTensor;
    private final TensorOptional weight;
    private final TensorOptional bias;
    private final TensorOptional mean;
    private final TensorOptional variance;

    private Params(String path, Map<String, Tensor> tensors) {
      this.weightTensor = tensors.get(path + ".weight");
      this.weight = optional(weightTensor);
      this.bias = optional(tensors.get(path + ".bias"));
      this.mean = optional(tensors.get(path + ".running_mean"));
      this.variance = optional(tensors.get(path + ".running_var"));
    }

    static Params of(Step step, Map<String, Tensor> tensors) {
      return new Params(step.path(), tensors);
    }

    private static TensorOptional optional(Tensor tensor) {
      try (PointerScope scope = new PointerScope()) {
        TensorOptional result = tensor == null ? new TensorOptional() : new TensorOptional(tensor);
        result.retainReference();
        return result;
      }
    }

    @Override
    public void close() {
      weight.releaseReference();
      bias.releaseReference();
      mean.releaseReference();
      variance.releaseReference();
    }
  }

  static Tensor run(Op op, Tensor x, Params p, Mode mode, boolean inPlace) {
    boolean training = mode != Mode.INFERENCE;
    return switch (op) {
      case Op.Conv c when training && slowInBfloat16(c) && Autocast.isOn() ->
          Autocast.inFloat32(x, wide -> conv(c, wide, p));
      case Op.Conv c -> conv(c, x, p);
      case Op.BatchNorm b -> batchNorm(b, x, p, mode);
      case Op.Activation a -> activation(a, x, inPlace);
      case Op.Pool pool -> pool(pool, x);
      case Op.AdaptiveAvgPool a -> torch.adaptive_avg_pool2d(x, a.height(), a.width());
      case Op.Linear l -> torch.linear(x, p.weightTensor, p.bias);
      case Op.Dropout d -> training ? torch.dropout(x, d.p(), true) : x.alias();
      case Op.StochasticDepth d when training -> stochasticDepth(d, x, inPlace);
      case Op.StochasticDepth d -> inPlace ? x : x.alias();
      case Op.Flatten f -> x.flatten(1, -1);
      case Op.PadShortcut s -> padShortcut(s, x);
      case Op.Shift s -> torch.constant_pad_nd(x, -1, 1, -1, 1);
      case Op.LocalResponseNorm n -> localResponseNorm(n, x);
      case Op.ChannelShuffle s -> torch.channel_shuffle(x, s.groups());
    };
  }

  static Tensor join(Join join, Tensor[] inputs, boolean inPlace) {
    return switch (join) {
      case SUM -> {
        Tensor sum = inputs[0];
        if (inPlace) {
          sum.add_(inputs[1]);
        } else {
          sum = torch.add(inputs[0], inputs[1]);
        }
        for (int i = 2; i < inputs.length; i++) {
          sum.add_(inputs[i]);
        }
        yield sum;
      }
      case PRODUCT -> {
        Tensor product = torch.mul(inputs[0], inputs[1]);
        for (int i = 2; i < inputs.length; i++) {
          product = torch.mul(product, inputs[i]);
        }
        yield product;
      }
      case CONCAT -> torch.cat(new TensorVector(inputs), 1);
    };
  }

  private static Tensor batchNorm(Op.BatchNorm b, Tensor x, Params p, Mode mode) {
    boolean training = mode != Mode.INFERENCE;
    TensorOptional mean = p.mean;
    TensorOptional variance = p.variance;
    if (mode == Mode.AGAIN) {
      mean = new TensorOptional();
      variance = new TensorOptional();
    }
    return torch.batch_norm(
        x, p.weight, p.bias, mean, variance, training, b.momentum(), b.eps(), false);
  }

  /** Draws one number for every image of the batch. */
  private static Tensor stochasticDepth(Op.StochasticDepth d, Tensor x, boolean inPlace) {
    long[] oneForAnImage = x.shape();
    Arrays.fill(oneForAnImage, 1, oneForAnImage.length, 1);
    double kept = 1 - d.p();
    Tensor factor = x.new_empty(oneForAnImage);
    factor.bernoulli_(kept, new GeneratorOptional());
    factor.div_(new Scalar(kept));
    if (!inPlace) {
      return torch.mul(x, factor);
    }
    x.mul_(factor);
    return x;
  }

  private static Tensor activation(Op.Activation a, Tensor x, boolean inPlace) {
    return inPlace ? overwritten(a.activation(), x) : applied(a.activation(), x);
  }

  private static Tensor applied(ActivationKind kind, Tensor x) {
    return switch (kind) {
      case RELU -> torch.relu(x);
      case RELU6 -> torch.hardtanh(x, new Scalar(0f), new Scalar(6f));
      case LEAKY_RELU -> torch.leaky_relu(x);
      case ELU -> torch.elu(x);
      case TANH -> torch.tanh(x);
      case SIGMOID -> torch.sigmoid(x);
      case GELU -> torch.gelu(x);
      case SILU -> torch.silu(x);
    };
  }

  /** The same values in {@code x} itself where libtorch's backward pass allows it. */
  private static Tensor overwritten(ActivationKind kind, Tensor x) {
    switch (kind) {
      case RELU -> torch.relu_(x);
      case RELU6 -> torch.hardtanh_(x, new Scalar(0f), new Scalar(6f));
      case LEAKY_RELU -> torch.leaky_relu_(x);
      case ELU -> torch.elu_(x);
      case TANH -> torch.tanh_(x);
      case SIGMOID -> torch.sigmoid_(x);
      case GELU, SILU -> throw new IllegalArgumentException(kind + " needs what it reads");
    }
    return x;
  }

  /**
   * Whether oneDNN has no good kernel for the backward pass in bfloat16 (docs/engine.md has the
   * times): a strided depthwise convolution gets one made for dense ones, which takes 25 to 100
   * times as long as in float32, and the weights of wide windows three times.
   */
  private static boolean slowInBfloat16(Op.Conv c) {
    return c.groups() > 1 && c.groups() == c.in() && (c.stride() > 1 || c.kernel() > 3);
  }

  private static Tensor conv(Op.Conv c, Tensor x, Params p) {
    return switch (c.padding()) {
      case Padding.Fixed f -> conv(c, x, p, both(f.amount()));
      case Padding.Same s -> {
        long[] before = before(s, x, c.reach(), c.stride());
        long rows = s.after((int) x.size(2), c.reach(), c.stride()) - before[0];
        long columns = s.after((int) x.size(3), c.reach(), c.stride()) - before[1];
        // libtorch pads both ends alike, so what the end has more comes beforehand.
        Tensor padded = rows + columns == 0 ? x : torch.constant_pad_nd(x, 0, columns, 0, rows);
        yield conv(c, padded, p, before);
      }
    };
  }

  private static Tensor conv(Op.Conv c, Tensor x, Params p, long[] padding) {
    return torch.conv2d(
        x, p.weightTensor, p.bias, both(c.stride()), padding, both(c.dilation()), c.groups());
  }

  private static Tensor pool(Op.Pool p, Tensor x) {
    return switch (p.padding()) {
      case Padding.Fixed f -> pool(p, x, both(f.amount()), p.ceil());
      // A window that the end has more for reaches past the border, where nothing counts.
      case Padding.Same s -> pool(p, x, before(s, x, p.kernel(), p.stride()), true);
    };
  }

  private static Tensor pool(Op.Pool p, Tensor x, long[] padding, boolean ceil) {
    long[] kernel = both(p.kernel());
    long[] stride = both(p.stride());
    return switch (p.mode()) {
      case MAX -> torch.max_pool2d(x, kernel, stride, padding, ONE, ceil);
      case AVERAGE ->
          torch.avg_pool2d(x, kernel, stride, padding, ceil, p.countPadding(), new LongOptional());
    };
  }

  /** Rows before the first and columns before the first. */
  private static long[] before(Padding.Same same, Tensor x, int reach, int stride) {
    return new long[] {
      same.before((int) x.size(2), reach, stride), same.before((int) x.size(3), reach, stride)
    };
  }

  private static Tensor padShortcut(Op.PadShortcut s, Tensor x) {
    Tensor sampled = x;
    if (s.stride() > 1) {
      LongOptional all = new LongOptional();
      sampled = x.slice(2, all, all, s.stride()).slice(3, all, all, s.stride());
    }
    return torch.constant_pad_nd(sampled, 0, 0, 0, 0, s.before(), s.after());
  }

  private static Tensor localResponseNorm(Op.LocalResponseNorm n, Tensor x) {
    LocalResponseNormOptions options = new LocalResponseNormOptions(n.size());
    options.alpha().put(n.alpha());
    options.beta().put(n.beta());
    options.k().put(n.k());
    // libtorch has the mean over channels, a three-dimensional pooling, in float32 only.
    return torch.local_response_norm(x.to(ScalarType.Float), options).to(x.scalar_type());
  }

  private static long[] both(long value) {
    return new long[] {value, value};
  }
}
