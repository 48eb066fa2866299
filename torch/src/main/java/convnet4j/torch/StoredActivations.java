package convnet4j.torch;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Autograd's own way. */
record StoredActivations(TorchNet net, boolean bfloat16) implements Backpropagation {
  @Override
  public float run(Tensor images, StepObserver observer, Function<List<Tensor>, Tensor> lossOf) {
    try (PointerScope scope = new PointerScope()) {
      Tensor loss = lossOf.apply(outputs(images, observer));
      float value = loss.item_float();
      if (Float.isFinite(value)) {
        loss.backward();
      }
      return value;
    }
  }

  private List<Tensor> outputs(Tensor images, StepObserver observer) {
    try (Autocast autocast = Autocast.bfloat16(bfloat16)) {
      return net.outputs(images, Mode.TRAINING, observer).stream()
          .map(t -> t.to(ScalarType.Float))
          .toList();
    }
  }

  @Override
  public double share() {
    return 1;
  }
}
