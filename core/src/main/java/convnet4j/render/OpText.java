package convnet4j.render;

import convnet4j.net.Join;
import convnet4j.net.Kernel;
import convnet4j.net.Op;
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
      case Op.Flatten f -> "flatten";
      case Op.LocalResponseNorm n -> "local response norm " + n.size();
      case Op.ChannelShuffle s -> "channel shuffle, groups " + s.groups();
      case Op.PadShortcut p -> "pad channels " + p.before() + "+" + p.after() + stride(p.stride());
      case Join j -> j.name().toLowerCase(Locale.ROOT);
    };
  }

  private static String conv(Op.Conv c) {
    boolean depthwise = c.groups() > 1 && c.groups() == c.in();
    String groups = c.groups() == 1 ? "" : depthwise ? ", depthwise" : ", groups " + c.groups();
    boolean same = 2 * c.padding() == c.dilation() * (c.kernel() - 1);
    return "conv "
        + square(c.kernel())
        + ", "
        + c.out()
        + stride(c.stride())
        + (same ? "" : ", padding " + c.padding())
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
    return mode
        + square(p.kernel())
        + stride(p.stride())
        + (p.padding() == 0 ? "" : ", padding " + p.padding())
        + (p.ceil() ? ", ceil" : "")
        + (p.mode() == Op.Pool.Mode.AVERAGE && p.padding() > 0 && !p.countPadding()
            ? ", padding not counted"
            : "");
  }

  private static String square(int side) {
    return side + "×" + side;
  }

  private static String stride(int stride) {
    return stride == 1 ? "" : ", stride " + stride;
  }
}
