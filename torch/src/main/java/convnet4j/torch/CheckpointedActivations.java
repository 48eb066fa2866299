package convnet4j.torch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Runs all {@link Segments} but the last without autograd, and then, from the last to the first,
 * each of them again with it: batch norms by the same statistics, drops by the same random numbers.
 */
final class CheckpointedActivations implements Backpropagation {
  private final TorchNet net;
  private final boolean bfloat16;
  private final List<Segment> segments;
  private final double share;

  /**
   * A segment whose gradients are still due.
   *
   * @param random state of libtorch's generator before it
   * @param input what it reads
   * @param auxiliary logits that it yields
   */
  private record Due(Segment segment, Tensor random, Tensor input, List<Tensor> auxiliary) {}

  CheckpointedActivations(TorchNet net, boolean bfloat16) {
    this(net, bfloat16, net.segments());
  }

  CheckpointedActivations(TorchNet net, boolean bfloat16, Segments segments) {
    this.net = net;
    this.bfloat16 = bfloat16;
    this.segments = segments.list();
    this.share = segments.share();
  }

  @Override
  public float run(Tensor images, StepObserver observer, Function<List<Tensor>, Tensor> lossOf) {
    try (PointerScope scope = new PointerScope()) {
      Generator generator = torch.getDefaultCPUGenerator();
      GradientHook hook = new GradientHook();
      Deque<Due> due = new ArrayDeque<>();
      List<Tensor> auxiliary = new ArrayList<>();
      Tensor input = images;
      for (Segment segment : segments.subList(0, segments.size() - 1)) {
        Tensor random = generator.get_state();
        List<Tensor> outputs = withoutGradient(segment, input, observer, scope);
        List<Tensor> logits = outputs.subList(1, outputs.size());
        due.push(new Due(segment, random, input, logits));
        auxiliary.addAll(logits);
        input = outputs.getFirst();
        input.set_requires_grad(true);
        input.register_hook(hook);
      }
      float loss = last(input, auxiliary, observer, lossOf);
      if (Float.isFinite(loss)) {
        Tensor random = generator.get_state();
        while (!due.isEmpty()) {
          input.close();
          Due next = due.pop();
          generator.set_state(next.random);
          again(next, hook);
          input = next.input;
        }
        generator.set_state(random);
      }
      return loss;
    }
  }

  /** Leaves of the graph that autograd is going to see, in {@code scope}. */
  private List<Tensor> withoutGradient(
      Segment segment, Tensor input, StepObserver observer, PointerScope scope) {
    try (PointerScope inner = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        Autocast autocast = Autocast.bfloat16(bfloat16)) {
      List<Tensor> outputs = net.run(segment, input, Mode.TRAINING, observer);
      outputs.forEach(scope::attach);
      return outputs;
    }
  }

  /** Runs the last segment, forward and backward. */
  private float last(
      Tensor input,
      List<Tensor> auxiliary,
      StepObserver observer,
      Function<List<Tensor>, Tensor> lossOf) {
    try (PointerScope inner = new PointerScope()) {
      List<Tensor> outputs = withGradient(segments.getLast(), input, Mode.TRAINING, observer);
      auxiliary.forEach(logits -> logits.set_requires_grad(true));
      outputs.addAll(1, auxiliary);
      Tensor loss = lossOf.apply(outputs.stream().map(t -> t.to(ScalarType.Float)).toList());
      float value = loss.item_float();
      if (Float.isFinite(value)) {
        makeRoomForGradients();
        loss.backward();
      }
      return value;
    }
  }

  /**
   * Gradients are small and stay, activations are large and go. Made between them one by one,
   * gradients would break up the memory of the last segment's activations, and the next one's would
   * not fit into the gaps: a quarter of all activations, measured. Whatever is added to −0 stays
   * what it is, to the last bit.
   */
  private void makeRoomForGradients() {
    try (PointerScope inner = new PointerScope()) {
      Scalar nothing = new Scalar(-0.0);
      for (Tensor parameter : net.trained().values()) {
        if (!parameter.grad().defined()) {
          parameter.mutable_grad().put(torch.full_like(parameter, nothing));
        }
      }
    }
  }

  /** Runs a segment once more, and backward from the gradients of what it yields. */
  private void again(Due due, GradientHook hook) {
    try (PointerScope inner = new PointerScope()) {
      List<Tensor> outputs = withGradient(due.segment, due.input, Mode.AGAIN, StepObserver.NONE);
      List<Tensor> arrived = new ArrayList<>();
      arrived.add(hook.take(inner));
      due.auxiliary.forEach(logits -> arrived.add(logits.grad()));
      TensorVector roots = new TensorVector();
      TensorVector gradients = new TensorVector();
      for (int i = 0; i < outputs.size(); i++) {
        // Frozen layers may lead to some of the outputs only.
        if (outputs.get(i).requires_grad() && arrived.get(i).defined()) {
          roots.push_back(outputs.get(i));
          gradients.push_back(arrived.get(i));
        }
      }
      torch.backward(roots, gradients, new BoolOptional(), false, new TensorVector());
    }
  }

  private List<Tensor> withGradient(
      Segment segment, Tensor input, Mode mode, StepObserver observer) {
    try (Autocast autocast = Autocast.bfloat16(bfloat16)) {
      // A leaf would be taken for a weight, which is cast once however many read it, so that their
      // gradients would add up in bfloat16.
      return net.run(segment, input.requires_grad() ? input.alias() : input, mode, observer);
    }
  }

  @Override
  public double share() {
    return share;
  }
}
