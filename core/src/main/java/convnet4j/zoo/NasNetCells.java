package convnet4j.zoo;

import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;

import convnet4j.net.ActivationKind;
import convnet4j.net.Dag;
import convnet4j.net.Join;
import convnet4j.net.Layer;
import convnet4j.net.Op;
import convnet4j.net.Shape.FeatureMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Wires cells of the NASNet search space (Zoph et al. 2017, section 3), each of which reads the two
 * outputs before it. Convolutions come as activation, convolution, batch norm; a separable one is
 * depthwise and pointwise without anything between, and is applied twice (appendix A.4).
 *
 * <p>Where stride 2 halves an even size, windows are padded at the end only, as TensorFlow's "SAME"
 * does, so this wiring has to know the sizes.
 */
final class NasNetCells {
  private final ActivationKind activation;
  private final double eps;
  private final double momentum;
  private final Dag.Builder dag = new Dag.Builder();

  /** By node, the node that activates it: many layers read the same. */
  private final Map<Integer, Integer> activated = new HashMap<>();

  /** What the search chose among that these cells need; the number is the window's side. */
  enum Operation {
    IDENTITY(1),
    SEPARABLE_3(3),
    SEPARABLE_5(5),
    SEPARABLE_7(7),
    AVERAGE_3(3),
    MAX_3(3);

    final int kernel;

    Operation(int kernel) {
      this.kernel = kernel;
    }
  }

  /** The sum of two operations, each on a hidden state. */
  record Combination(Operation left, int leftState, Operation right, int rightState) {}

  /**
   * A cell. Its hidden states are, in order, the last output, the one before, and a combination's
   * each.
   *
   * @param stride of operations that read one of the first two states
   * @param combinations in order
   * @param outputs the states that are concatenated
   */
  record Cell(int stride, List<Combination> combinations, List<Integer> outputs) {}

  /** A value of the network and its shape. */
  record State(int node, int channels, int height, int width) {
    private State with(int node, int channels, int stride) {
      return new State(node, channels, Math.ceilDiv(height, stride), Math.ceilDiv(width, stride));
    }

    private boolean sameSize(State other) {
      return height == other.height && width == other.width;
    }
  }

  NasNetCells(ActivationKind activation, double eps, double momentum) {
    this.activation = activation;
    this.eps = eps;
    this.momentum = momentum;
  }

  /** The first convolution, 3×3; {@code strided} with stride 2 and without padding. */
  State stem(FeatureMap image, int filters, boolean strided) {
    Op.Conv conv = Op.Conv.of(image.channels(), filters, 3, strided ? 2 : 1, strided ? 0 : 1);
    int node = dag.add(seq(scope("conv0", conv), norm("conv0_bn", filters)), Dag.INPUT);
    return strided
        ? new State(node, filters, (image.height() - 1) / 2, (image.width() - 1) / 2)
        : new State(node, filters, image.height(), image.width());
  }

  /** Adds {@code layer}, which reads {@code x} activated. */
  void read(State x, Layer layer) {
    dag.add(layer, activate(x));
  }

  /** All that was wired. */
  Layer layer() {
    return dag.build();
  }

  Layer norm(String name, int channels) {
    return scope(name, new Op.BatchNorm(channels, eps, momentum));
  }

  /**
   * A cell.
   *
   * @param now the last output
   * @param before the one before, null if there is none: then {@code now} stands for it, as it is
   * @param filters channels of every hidden state but that
   */
  State cell(String name, Cell cell, State now, State before, int filters) {
    List<State> states = new ArrayList<>();
    states.add(project(name, "1x1", "beginning_bn", now, filters));
    states.add(before == null ? now : fitted(name, before, now, filters));
    for (int i = 0; i < cell.combinations.size(); i++) {
      Combination c = cell.combinations.get(i);
      String at = "comb_iter_" + i;
      State left = operand(name, at + "_left", c.left, c.leftState, cell, states, filters);
      State right = operand(name, at + "_right", c.right, c.rightState, cell, states, filters);
      int sum = dag.join(name, Join.SUM, List.of(left.node, right.node));
      states.add(left.with(sum, filters, 1));
    }
    List<Integer> outputs = new ArrayList<>();
    for (int output : cell.outputs) {
      State state = states.get(output);
      outputs.add(
          state.channels == filters
              ? state.node
              : dag.add(in(name, "reduction_" + output, conv1x1(state, filters)), state.node));
    }
    int node = dag.join(name, Join.CONCAT, outputs);
    return states.getLast().with(node, filters * outputs.size(), 1);
  }

  /** The output before the last in the size of the last and with {@code filters} channels. */
  private State fitted(String name, State before, State now, int filters) {
    if (!before.sameSize(now)) {
      return factorizedReduction(name, before, filters);
    }
    return before.channels == filters
        ? before
        : project(name, "prev_1x1", "prev_bn", before, filters);
  }

  /** Halves the size without losing every other place: two paths, one of them shifted by one. */
  private State factorizedReduction(String name, State x, int filters) {
    int half = filters / 2;
    int source = activate(x);
    int shifted = dag.add(in(name, "path2_shift", new Op.Pad(-1, 1, -1, 1)), source);
    int path1 = dag.add(in(name, "path1_conv", Op.Conv.of(x.channels, half, 1, 2, 0)), source);
    Op.Conv rest = Op.Conv.of(x.channels, filters - half, 1, 2, 0);
    int path2 = dag.add(in(name, "path2_conv", rest), shifted);
    int both = dag.join(name, Join.CONCAT, List.of(path1, path2));
    return x.with(dag.add(scope(name, norm("final_path_bn", filters)), both), filters, 2);
  }

  private State operand(
      String name,
      String place,
      Operation operation,
      int state,
      Cell cell,
      List<State> states,
      int filters) {
    State x = states.get(state);
    int stride = state < 2 ? cell.stride : 1;
    int kernel = operation.kernel;
    boolean fits = x.channels == filters;
    return switch (operation) {
      case IDENTITY -> {
        if (fits && stride == 1) {
          yield x;
        }
        Op.Conv conv = Op.Conv.of(x.channels, filters, 1, stride, 0);
        Layer projection = seq(scope("1x1", conv), norm("bn_1", filters));
        yield x.with(dag.add(in(name, place, projection), activate(x)), filters, stride);
      }
      case SEPARABLE_3, SEPARABLE_5, SEPARABLE_7 -> {
        Layer layer = in(name, place, separable(x, filters, kernel, stride));
        yield x.with(dag.add(layer, activate(x)), filters, stride);
      }
      case AVERAGE_3, MAX_3 -> {
        Op.Pool.Mode mode = operation == Operation.MAX_3 ? Op.Pool.Mode.MAX : Op.Pool.Mode.AVERAGE;
        Layer pool = pooled(x, new Op.Pool(mode, kernel, stride, kernel / 2, false, false));
        Layer layer = fits ? pool : seq(pool, conv1x1(x, filters));
        yield x.with(dag.add(in(name, place, layer), x.node), filters, stride);
      }
    };
  }

  private State project(String name, String conv, String bn, State x, int filters) {
    Layer layer = seq(scope(conv, Op.Conv.of(x.channels, filters, 1, 1, 0)), norm(bn, filters));
    return x.with(dag.add(scope(name, layer), activate(x)), filters, 1);
  }

  private Layer conv1x1(State x, int filters) {
    return seq(scope("1x1", Op.Conv.of(x.channels, filters, 1, 1, 0)), norm("bn_1", filters));
  }

  private Layer separable(State x, int filters, int kernel, int stride) {
    return seq(
        scope(
            "separable_1",
            seq(
                scope("depthwise", depthwise(x, kernel, stride)),
                scope("pointwise", Op.Conv.of(x.channels, filters, 1, 1, 0)))),
        norm("bn_sep_1", filters),
        new Op.Activation(activation),
        scope(
            "separable_2",
            seq(
                scope("depthwise", Op.Conv.depthwise(filters, kernel, 1, kernel / 2)),
                scope("pointwise", Op.Conv.of(filters, filters, 1, 1, 0)))),
        norm("bn_sep_2", filters));
  }

  private static Layer depthwise(State x, int kernel, int stride) {
    int around = kernel / 2;
    if (stride == 1 || (early(x.height) == 0 && early(x.width) == 0)) {
      return Op.Conv.depthwise(x.channels, kernel, stride, around);
    }
    Op.Pad pad = new Op.Pad(around - early(x.height), around, around - early(x.width), around);
    return seq(pad, Op.Conv.depthwise(x.channels, kernel, stride, 0));
  }

  /**
   * One more row before the first moves all windows up by one, so that they start where they
   * should, but for a first window that is taken away again. A pool of stride 2 cannot be padded
   * beforehand, since zeros are values to it.
   */
  private static Layer pooled(State x, Op.Pool pool) {
    int top = early(x.height);
    int left = early(x.width);
    return pool.stride() == 1 || (top == 0 && left == 0)
        ? pool
        : seq(new Op.Pad(top, 0, left, 0), pool, new Op.Pad(-top, 0, -left, 0));
  }

  /** By how much padding alike on both sides puts windows of stride 2 before their place. */
  private static int early(int size) {
    return 1 - size % 2;
  }

  private int activate(State x) {
    return activated.computeIfAbsent(
        x.node, node -> dag.add(scope("act", new Op.Activation(activation)), node));
  }

  private static Layer in(String cell, String place, Layer layer) {
    return scope(cell, scope(place, layer));
  }
}
