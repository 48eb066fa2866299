package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AtenTest {
  @BeforeAll
  static void natives() {
    Natives.load();
  }

  @Test
  void anOperatorOfTheRegistryChangesEveryTensorOfAList() {
    try (PointerScope scope = new PointerScope()) {
      Tensor first = Tensor.create(1f, 2f);
      Tensor second = Tensor.create(3f);
      Aten.of("aten::_foreach_add_", "Scalar")
          .call(List.of(Aten.list(List.of(first, second)), new IValue(new Scalar(0.5))));
      assertThat(Tensors.toHost(first).toFloats()).containsExactly(1.5f, 2.5f);
      assertThat(Tensors.toHost(second).toFloats()).containsExactly(3.5f);
    }
  }

  @Test
  void anOperatorThatThisLibtorchLacksIsNamed() {
    assertThatThrownBy(() -> Aten.of("aten::_fused_muon_", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this libtorch has no operator aten::_fused_muon_");
  }
}
