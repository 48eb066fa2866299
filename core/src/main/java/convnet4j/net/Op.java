package convnet4j.net;

/**
 * One operation on one input. Shapes are C×H×W for one image. Values that can never be right are
 * refused here; what depends on the input is the {@link Resolver}'s to check.
 */
public sealed interface Op extends Layer, Kernel {

  /**
   * Two-dimensional convolution (cross-correlation) with zero padding, square in every respect.
   *
   * @param in channels received
   * @param out channels produced
   * @param kernel side of the window
   * @param stride step of the window
   * @param padding zeros around the map
   * @param dilation distance of the window's taps
   * @param groups channel groups that do not see each other; {@code in} makes it depthwise
   * @param bias whether a bias is added
   */
  record Conv(
      int in,
      int out,
      int kernel,
      int stride,
      Padding padding,
      int dilation,
      int groups,
      boolean bias)
      implements Op {
    public Conv {
      positive("in", in);
      positive("out", out);
      positive("kernel", kernel);
      positive("stride", stride);
      positive("dilation", dilation);
      positive("groups", groups);
      if (in % groups != 0 || out % groups != 0) {
        throw new IllegalArgumentException(
            "groups must divide in and out, received in "
                + in
                + ", out "
                + out
                + ", groups "
                + groups);
      }
    }

    /** With {@code padding} zeros on every side. */
    public Conv(
        int in,
        int out,
        int kernel,
        int stride,
        int padding,
        int dilation,
        int groups,
        boolean bias) {
      this(in, out, kernel, stride, new Padding.Fixed(padding), dilation, groups, bias);
    }

    /** Without dilation, groups or bias: the convolution in front of a batch norm. */
    public static Conv of(int in, int out, int kernel, int stride, int padding) {
      return new Conv(in, out, kernel, stride, padding, 1, 1, false);
    }

    /** A depthwise convolution: every channel its own group. */
    public static Conv depthwise(int channels, int kernel, int stride, int padding) {
      return depthwise(channels, kernel, stride, new Padding.Fixed(padding));
    }

    /** As {@link #depthwise(int, int, int, int)}, padded by a rule. */
    public static Conv depthwise(int channels, int kernel, int stride, Padding padding) {
      return new Conv(channels, channels, kernel, stride, padding, 1, channels, false);
    }

    /** Side of what one output sees: the window's, dilation included. */
    public int reach() {
      return dilation * (kernel - 1) + 1;
    }
  }

  /**
   * Batch normalisation per channel with learned scale and shift (Ioffe and Szegedy 2015).
   *
   * @param channels received and produced
   * @param eps added to the variance
   * @param momentum share of the batch in the running statistics, as PyTorch counts it
   */
  record BatchNorm(int channels, double eps, double momentum) implements Op {
    public BatchNorm {
      positive("channels", channels);
      if (!(eps > 0) || !(momentum > 0 && momentum <= 1)) {
        throw new IllegalArgumentException(
            "eps must be > 0 and momentum in (0, 1], received " + eps + ", " + momentum);
      }
    }

    /** With PyTorch's defaults, eps 1e-5 and momentum 0.1. */
    public static BatchNorm of(int channels) {
      return new BatchNorm(channels, 1e-5, 0.1);
    }
  }

  /** An element-wise non-linearity. */
  record Activation(ActivationKind activation) implements Op {}

  /**
   * Pooling with a sliding square window.
   *
   * @param mode what is taken of a window
   * @param kernel side of the window
   * @param stride step of the window
   * @param padding around the map, at most half the window; none of it is ever a maximum
   * @param ceil whether a window may reach past the border; {@link Padding#SAME} settles that
   * @param countPadding whether an average divides by the zeros of the padding too, as PyTorch does
   *     by default and TensorFlow never; a maximum does not look at it
   */
  record Pool(
      Mode mode, int kernel, int stride, Padding padding, boolean ceil, boolean countPadding)
      implements Op {
    /** What is taken of a window. */
    public enum Mode {
      MAX,
      AVERAGE
    }

    public Pool {
      positive("kernel", kernel);
      positive("stride", stride);
      switch (padding) {
        case Padding.Fixed f -> {
          if (f.amount() > kernel / 2) {
            throw new IllegalArgumentException(
                "padding is at most half the window, received " + f.amount() + " for " + kernel);
          }
        }
        case Padding.Same s -> {
          if (ceil || countPadding || (stride == 1 && kernel % 2 == 0)) {
            throw new IllegalArgumentException(
                "SAME settles where windows end, is not counted, and with stride 1 needs an odd"
                    + " window");
          }
        }
      }
    }

    /** With {@code padding} on every side. */
    public Pool(
        Mode mode, int kernel, int stride, int padding, boolean ceil, boolean countPadding) {
      this(mode, kernel, stride, new Padding.Fixed(padding), ceil, countPadding);
    }

    /** Padded as TensorFlow's "SAME" does. */
    public static Pool same(Mode mode, int kernel, int stride) {
      return new Pool(mode, kernel, stride, Padding.SAME, false, false);
    }

    public static Pool max(int kernel, int stride, int padding) {
      return new Pool(Mode.MAX, kernel, stride, padding, false, true);
    }

    /** As {@link #max}, and windows may reach past the border. */
    public static Pool maxCeil(int kernel, int stride, int padding) {
      return new Pool(Mode.MAX, kernel, stride, padding, true, true);
    }

    /** Averages that count the padding. */
    public static Pool average(int kernel, int stride, int padding) {
      return new Pool(Mode.AVERAGE, kernel, stride, padding, false, true);
    }
  }

  /** Average pooling to a fixed {@code height}×{@code width}; 1×1 is global average pooling. */
  record AdaptiveAvgPool(int height, int width) implements Op {
    public AdaptiveAvgPool {
      positive("height", height);
      positive("width", width);
    }
  }

  /**
   * A fully connected layer.
   *
   * @param in features received
   * @param out features produced
   * @param bias whether a bias is added
   */
  record Linear(int in, int out, boolean bias) implements Op {
    public Linear {
      positive("in", in);
      positive("out", out);
    }
  }

  /** In training, zeroes each value with probability {@code p} and scales the rest by 1/(1−p). */
  record Dropout(double p) implements Op {
    public Dropout {
      if (!(p >= 0 && p < 1)) {
        throw new IllegalArgumentException("p must be in [0, 1), received " + p);
      }
    }
  }

  /**
   * At the end of a residual branch, before the sum: in training, zeroes the whole branch of an
   * image with probability {@code p} and scales the others' by 1/(1−p) (Huang, Sun, Liu, Sedra,
   * Weinberger 2016, "Deep Networks with Stochastic Depth", arXiv 1603.09382).
   *
   * <p>The paper draws once for a whole batch, which saves the work of what is dropped, and scales
   * in testing. This draws for every image, as torchvision's {@code mode="row"} does: the gradient
   * of a batch then is of many depths and not of one, and evaluation is the identity, so that
   * whatever reads a trained network needs no scale.
   */
  record StochasticDepth(double p) implements Op {
    public StochasticDepth {
      if (!(p >= 0 && p < 1)) {
        throw new IllegalArgumentException("p must be in [0, 1), received " + p);
      }
    }
  }

  /** A feature map as one vector, channels outermost. */
  record Flatten() implements Op {}

  /**
   * The parameter-free shortcut, option A of He et al. 2015 (section 3.3): every {@code stride}-th
   * row and column, with {@code before} and {@code after} channels of zeros around.
   */
  record PadShortcut(int before, int after, int stride) implements Op {
    public PadShortcut {
      notNegative("before", before);
      notNegative("after", after);
      positive("stride", stride);
    }
  }

  /**
   * A feature map without its first row and column, and with a last one of zeros each: what stride
   * 2 passes over, in its place (the factorized reduction of NASNet).
   */
  record Shift() implements Op {}

  /**
   * Response normalisation across channels (Krizhevsky, Sutskever, Hinton 2012, section 3.3), as
   * PyTorch and Caffe scale it: x / (k + α/n · Σ x²)^β, the sum over the n channels around each.
   *
   * @param size n, the channels that a value is divided by
   * @param alpha α; the paper's, which is not divided by n, times n
   */
  record LocalResponseNorm(int size, double alpha, double beta, double k) implements Op {
    public LocalResponseNorm {
      positive("size", size);
      if (!(alpha > 0) || !(beta > 0) || !(k >= 0)) {
        throw new IllegalArgumentException(
            "alpha and beta must be > 0 and k >= 0, received " + alpha + ", " + beta + ", " + k);
      }
    }
  }

  /**
   * Deals the channels of every group out over all groups: channel (g, i) of groups × n becomes (i,
   * g) (Zhang, Zhou, Lin, Sun 2017, arXiv 1707.01083, section 3.1).
   */
  record ChannelShuffle(int groups) implements Op {
    public ChannelShuffle {
      positive("groups", groups);
    }
  }

  private static void positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, received " + value);
    }
  }

  private static void notNegative(String what, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " must not be negative, received " + value);
    }
  }
}
