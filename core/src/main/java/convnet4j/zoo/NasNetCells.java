package convnet4j.zoo;

import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;

import convnet4j.net.ActivationKind;
import convnet4j.net.Dag;
import convnet4j.net.Join;
import convnet4j.net.Layer;
import convnet4j.net.Op;
import convnet4j.net.Padding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Wires cells of the NASNet search space (Zoph et al. 2017, section 3), each of which reads the two
 * outputs before it. Convolutions come as activation, convolution, batch norm; a separable one is
 * depthwise and pointwise without anything between, and is applied twice (appendix A.4).
 *
 * <p>Windows are padded by TensorFlow's "SAME". Nothing depends on the size of the image: an output
 * has another size than the one before it when a reduction cell lies between.
 */
final class NasNetCells {
  private final ActivationKind activation;
  private final Norm norm;
  private final Dag.Builder dag = new Dag.Builder();
  private State now;

  /** What the cell before the last yielded; null as long as there is none. */
  private State before;

  /** By node, the node that activates it: many layers read the same. */
  private final Map<Integer, Integer> activated = new HashMap<>();

  /** The constants of every batch norm, as {@link Op.BatchNorm} has them. */
  record Norm(double eps, double momentum) {}

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

  /**
   * A value of the network.
   *
   * @param stride distance of its neighbours where the stem's have 1
   */
  private record State(int node, int channels, int stride) {
    private State with(int node, int channels, int step) {
      return new State(node, channels, stride * step);
    }
  }

  /**
   * A cell that is being wired.
   *
   * @param filters channels of every hidden state but, at times, the second
   * @param states so far
   */
  private record Wiring(String name, Cell cell, int filters, List<State> states) {
    /** {@code layer} under the name of its {@code place} in the cell. */
    private Layer at(String place, Layer layer) {
      return scope(name, scope(place, layer));
    }
  }

  /** Begins with {@code stem}, a convolution. */
  NasNetCells(Op.Conv stem, ActivationKind activation, Norm norm) {
    this.activation = activation;
    this.norm = norm;
    int node = dag.add(seq(scope("conv0", stem), norm("conv0_bn", stem.out())), Dag.INPUT);
    this.now = new State(node, stem.out(), 1);
  }

  /** Channels of the last output. */
  int channels() {
    return now.channels;
  }

  /** A side of the last output where the stem's is {@code stem}. */
  int side(int stem) {
    return Math.ceilDiv(stem, now.stride);
  }

  /** Adds {@code layer}, which reads the last output activated and is not read by cells. */
  void read(Layer layer) {
    dag.add(layer, activate(now));
  }

  /** All that was wired. */
  Layer layer() {
    return dag.build();
  }

  Layer norm(String name, int channels) {
    return scope(name, new Op.BatchNorm(channels, norm.eps, norm.momentum));
  }

  /** Adds a cell. Where there is no output before the last, the last stands for it, as it is. */
  void append(String name, Cell cell, int filters) {
    List<State> states = new ArrayList<>();
    states.add(project(name, "1x1", "beginning_bn", now, filters));
    states.add(before == null ? now : fitted(name, filters));
    Wiring wiring = new Wiring(name, cell, filters, states);
    for (int i = 0; i < cell.combinations.size(); i++) {
      Combination c = cell.combinations.get(i);
      String place = "comb_iter_" + i;
      State left = operand(wiring, place + "_left", c.left, c.leftState);
      State right = operand(wiring, place + "_right", c.right, c.rightState);
      int sum = dag.join(name, Join.SUM, List.of(left.node, right.node));
      states.add(left.with(sum, filters, 1));
    }
    List<Integer> outputs = new ArrayList<>();
    for (int output : cell.outputs) {
      State state = states.get(output);
      outputs.add(
          state.channels == filters
              ? state.node
              : dag.add(wiring.at("reduction_" + output, conv1x1(state, filters)), state.node));
    }
    int node = dag.join(name, Join.CONCAT, outputs);
    before = now;
    now = states.getLast().with(node, filters * outputs.size(), 1);
  }

  /** The output before the last in the size of the last and with {@code filters} channels. */
  private State fitted(String name, int filters) {
    if (before.stride != now.stride) {
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
    Op.Conv conv1 = Op.Conv.of(x.channels, half, 1, 2, 0);
    Op.Conv conv2 = Op.Conv.of(x.channels, filters - half, 1, 2, 0);
    Layer shifted = seq(scope("path2_shift", new Op.Shift()), scope("path2_conv", conv2));
    int path1 = dag.add(scope(name, scope("path1_conv", conv1)), source);
    int path2 = dag.add(scope(name, shifted), source);
    int both = dag.join(name, Join.CONCAT, List.of(path1, path2));
    return x.with(dag.add(scope(name, norm("final_path_bn", filters)), both), filters, 2);
  }

  private State operand(Wiring cell, String place, Operation operation, int state) {
    State x = cell.states.get(state);
    int stride = state < 2 ? cell.cell.stride : 1;
    int filters = cell.filters;
    int kernel = operation.kernel;
    boolean fits = x.channels == filters;
    return switch (operation) {
      case IDENTITY -> {
        if (fits && stride == 1) {
          yield x;
        }
        Op.Conv conv = Op.Conv.of(x.channels, filters, 1, stride, 0);
        Layer projection = seq(scope("1x1", conv), norm("bn_1", filters));
        yield x.with(dag.add(cell.at(place, projection), activate(x)), filters, stride);
      }
      case SEPARABLE_3, SEPARABLE_5, SEPARABLE_7 -> {
        Layer layer = cell.at(place, separable(x, filters, kernel, stride));
        yield x.with(dag.add(layer, activate(x)), filters, stride);
      }
      case AVERAGE_3, MAX_3 -> {
        Op.Pool.Mode mode = operation == Operation.MAX_3 ? Op.Pool.Mode.MAX : Op.Pool.Mode.AVERAGE;
        Layer pool = Op.Pool.same(mode, kernel, stride);
        Layer layer = fits ? pool : seq(pool, conv1x1(x, filters));
        yield x.with(dag.add(cell.at(place, layer), x.node), filters, stride);
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
        scope("separable_1", depthwiseAndPoint(x.channels, filters, kernel, stride)),
        norm("bn_sep_1", filters),
        new Op.Activation(activation),
        scope("separable_2", depthwiseAndPoint(filters, filters, kernel, 1)),
        norm("bn_sep_2", filters));
  }

  private static Layer depthwiseAndPoint(int in, int out, int kernel, int stride) {
    return seq(
        scope("depthwise", Op.Conv.depthwise(in, kernel, stride, Padding.SAME)),
        scope("pointwise", Op.Conv.of(in, out, 1, 1, 0)));
  }

  private int activate(State x) {
    return activated.computeIfAbsent(
        x.node, node -> dag.add(scope("act", new Op.Activation(activation)), node));
  }
}
