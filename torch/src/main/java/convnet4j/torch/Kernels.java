package convnet4j.torch;

import convnet4j.net.ActivationKind;
import convnet4j.net.Join;
import convnet4j.net.Op;
import convnet4j.net.Step;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
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

  static Tensor run(Op op, Tensor x, Params p, boolean training, boolean inPlace) {
    return switch (op) {
      case Op.Conv c ->
          torch.conv2d(
              x,
              p.weightTensor,
              p.bias,
              both(c.stride()),
              both(c.padding()),
              both(c.dilation()),
              c.groups());
      case Op.BatchNorm b ->
          torch.batch_norm(
              x, p.weight, p.bias, p.mean, p.variance, training, b.momentum(), b.eps(), false);
      case Op.Activation a -> activation(a, x, inPlace);
      case Op.Pool pool -> pool(pool, x);
      case Op.AdaptiveAvgPool a -> torch.adaptive_avg_pool2d(x, a.height(), a.width());
      case Op.Linear l -> torch.linear(x, p.weightTensor, p.bias);
      case Op.Dropout d -> training ? torch.dropout(x, d.p(), true) : x.alias();
      case Op.Flatten f -> x.flatten(1, -1);
      case Op.PadShortcut s -> padShortcut(s, x);
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
      // Their gradients need the input.
      case GELU, SILU -> {
        return applied(kind, x);
      }
    }
    return x;
  }

  private static Tensor pool(Op.Pool p, Tensor x) {
    long[] kernel = both(p.kernel());
    long[] stride = both(p.stride());
    long[] padding = both(p.padding());
    return switch (p.mode()) {
      case MAX -> torch.max_pool2d(x, kernel, stride, padding, ONE, p.ceil());
      case AVERAGE ->
          torch.avg_pool2d(
              x, kernel, stride, padding, p.ceil(), p.countPadding(), new LongOptional());
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
