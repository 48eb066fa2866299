package convnet4j.net;

import convnet4j.net.Initialisation.Constant;
import convnet4j.net.ParamSpec.Role;
import java.util.List;

/** Derives the tensors that one operation owns. Only weights and scales may be fixed. */
final class ParamSpecs {
  private static final List<Integer> SCALAR = List.of();

  private ParamSpecs() {}

  static List<ParamSpec> of(String path, Op op, InitScheme init, boolean fixed) {
    return switch (op) {
      case Op.Conv c -> {
        int area = c.kernel() * c.kernel();
        yield weights(
            path,
            List.of(c.out(), c.in() / c.groups(), c.kernel(), c.kernel()),
            init.conv(),
            c.bias() ? init.bias() : null,
            area * (c.in() / c.groups()),
            area * c.out(),
            fixed);
      }
      case Op.Linear l ->
          weights(
              path,
              List.of(l.out(), l.in()),
              init.linear(),
              l.bias() ? init.bias() : null,
              l.in(),
              l.out(),
              fixed);
      case Op.BatchNorm b -> {
        List<Integer> shape = List.of(b.channels());
        yield List.of(
            new ParamSpec(path + ".weight", shape, Role.NORM, new Constant(1), 1, 1, fixed),
            constant(path + ".bias", shape, Role.NORM, 0),
            constant(path + ".running_mean", shape, Role.BUFFER, 0),
            constant(path + ".running_var", shape, Role.BUFFER, 1),
            constant(path + ".num_batches_tracked", SCALAR, Role.BUFFER, 0));
      }
      case Op.Activation a -> List.of();
      case Op.Pool p -> List.of();
      case Op.AdaptiveAvgPool p -> List.of();
      case Op.Dropout d -> List.of();
      case Op.StochasticDepth d -> List.of();
      case Op.Flatten f -> List.of();
      case Op.LocalResponseNorm n -> List.of();
      case Op.ChannelShuffle s -> List.of();
      case Op.PadShortcut p -> List.of();
      case Op.Shift s -> List.of();
    };
  }

  private static List<ParamSpec> weights(
      String path,
      List<Integer> shape,
      Initialisation weight,
      Initialisation bias,
      int fanIn,
      int fanOut,
      boolean fixed) {
    ParamSpec w = new ParamSpec(path + ".weight", shape, Role.WEIGHT, weight, fanIn, fanOut, fixed);
    if (bias == null) {
      return List.of(w);
    }
    List<Integer> outputs = shape.subList(0, 1);
    return List.of(
        w, new ParamSpec(path + ".bias", outputs, Role.BIAS, bias, fanIn, fanOut, false));
  }

  private static ParamSpec constant(String name, List<Integer> shape, Role role, double value) {
    return new ParamSpec(name, shape, role, new Constant(value), 1, 1, false);
  }
}
