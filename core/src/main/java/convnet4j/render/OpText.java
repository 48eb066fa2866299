package convnet4j.render;

import convnet4j.net.Join;
import convnet4j.net.Kernel;
import convnet4j.net.Op;
import convnet4j.net.Padding;
import java.util.Locale;

/**
 * A step's operation in words, {@code conv 3×3, 64, stride 2}: what it yields and whatever is not
 * the usual. A convolution is taken to keep the size but for its stride, and to have no bias; a
 * linear layer to have one.
 */
final class OpText {
  private OpText() {}

  static String of(Kernel kernel) {
    return switch (kernel) {
      case Op.Conv c -> conv(c);
      case Op.BatchNorm b -> "batch norm" + (b.eps() == 1e-5 ? "" : ", eps " + b.eps());
      case Op.Activation a -> a.activation().label();
      case Op.Pool p -> pool(p);
      case Op.AdaptiveAvgPool p ->
          p.height() == 1 && p.width() == 1
              ? "global avg pool"
              : "avg pool to " + p.height() + "×" + p.width();
      case Op.Linear l -> "linear " + l.out() + (l.bias() ? "" : ", no bias");
      case Op.Dropout d -> "dropout " + d.p();
      case Op.StochasticDepth d -> String.format(Locale.ROOT, "stochastic depth %.3f", d.p());
      case Op.Flatten f -> "flatten";
      case Op.LocalResponseNorm n -> "local response norm " + n.size();
      case Op.ChannelShuffle s -> "channel shuffle, groups " + s.groups();
      case Op.PadShortcut p -> "pad channels " + p.before() + "+" + p.after() + stride(p.stride());
      case Op.Shift s -> "shift by 1";
      case Join j -> j.name().toLowerCase(Locale.ROOT);
    };
  }

  private static String conv(Op.Conv c) {
    boolean depthwise = c.groups() > 1 && c.groups() == c.in();
    String groups = c.groups() == 1 ? "" : depthwise ? ", depthwise" : ", groups " + c.groups();
    String padding =
        switch (c.padding()) {
          case Padding.Fixed f -> 2 * f.amount() == c.reach() - 1 ? "" : padding(f);
          // At stride 1 it is what keeps the size.
          case Padding.Same s -> c.stride() == 1 ? "" : padding(s);
        };
    return "conv "
        + square(c.kernel())
        + ", "
        + c.out()
        + stride(c.stride())
        + padding
        + (c.dilation() == 1 ? "" : ", dilation " + c.dilation())
        + groups
        + (c.bias() ? ", bias" : "");
  }

  private static String pool(Op.Pool p) {
    String mode =
        switch (p.mode()) {
          case MAX -> "max pool ";
          case AVERAGE -> "avg pool ";
        };
    boolean padded = !p.padding().equals(new Padding.Fixed(0));
    return mode
        + square(p.kernel())
        + stride(p.stride())
        + (padded ? padding(p.padding()) : "")
        + (p.ceil() ? ", ceil" : "")
        + (padded && p.mode() == Op.Pool.Mode.AVERAGE && !p.countPadding()
            ? ", padding not counted"
            : "");
  }

  private static String padding(Padding padding) {
    return switch (padding) {
      case Padding.Fixed f -> ", padding " + f.amount();
      case Padding.Same s -> ", padding same";
    };
  }

  private static String square(int side) {
    return side + "×" + side;
  }

  private static String stride(int stride) {
    return stride == 1 ? "" : ", stride " + stride;
  }
}
