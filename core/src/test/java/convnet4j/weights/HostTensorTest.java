package convnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostTensorTest {
  private static HostTensor tensor(DType dtype, int... bytes) {
    ByteBuffer data = ByteBuffer.allocate(bytes.length);
    for (int b : bytes) {
      data.put((byte) b);
    }
    return new HostTensor(dtype, List.of(bytes.length / dtype.bytes()), data.flip());
  }

  @Test
  void aDimensionOfZeroLeavesNoElementsHoweverLargeTheOthersAre() {
    int most = Integer.MAX_VALUE;
    HostTensor none =
        new HostTensor(DType.F32, List.of(most, most, most, 0), ByteBuffer.allocate(0));
    assertThat(none.elements()).isZero();
    assertThat(none.toFloats()).isEmpty();
  }

  @Test
  void floatsAreStoredLittleEndianWhateverTheBuffersOrderWas() {
    HostTensor tensor = HostTensor.floats(List.of(1, 2), 1f, -2f);
    byte[] bytes = new byte[8];
    tensor.data().get(bytes);
    assertThat(bytes).containsExactly(0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0);
    assertThat(tensor.data().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(tensor.toFloats()).containsExactly(1f, -2f);
  }

  @Test
  void readsEveryTypeByItsBitPattern() {
    // IEEE 754 half: 0x3C00 is 1, 0xC100 is −2.5, 0x7BFF is 65504. bfloat16: 0x3F80 is 1.
    assertThat(tensor(DType.F16, 0x00, 0x3C, 0x00, 0xC1, 0xFF, 0x7B).toFloats())
        .containsExactly(1f, -2.5f, 65504f);
    assertThat(tensor(DType.BF16, 0x80, 0x3F, 0x40, 0xC0).toFloats()).containsExactly(1f, -3f);
    assertThat(tensor(DType.F64, 0, 0, 0, 0, 0, 0, 0xE0, 0x3F).toFloats()).containsExactly(0.5f);
    assertThat(tensor(DType.I64, 1, 0, 0, 0, 1, 0, 0, 0).toLongs()).containsExactly(0x100000001L);
    assertThat(tensor(DType.I32, 0xFE, 0xFF, 0xFF, 0xFF).toLongs()).containsExactly(-2);
    assertThat(tensor(DType.I16, 0x00, 0x80).toLongs()).containsExactly(-32768);
    assertThat(tensor(DType.I8, 0xFF).toLongs()).containsExactly(-1);
    assertThat(tensor(DType.U8, 0xFF).toFloats()).containsExactly(255f);
    assertThat(tensor(DType.BOOL, 1, 0).toLongs()).containsExactly(1, 0);
    assertThat(HostTensor.floats(List.of(2), 3f, -1.5f).toLongs()).containsExactly(3, -1);
  }

  @Test
  void wholeNumbersAreNotRoundedOnTheWay() {
    long large = (1L << 62) + 1;
    assertThat(HostTensor.longs(List.of(), large).toLongs()).containsExactly(large);
  }

  @Test
  void tensorsAreEqualByContent() {
    assertThat(HostTensor.floats(List.of(2), 1, 2)).isEqualTo(HostTensor.floats(List.of(2), 1, 2));
    assertThat(HostTensor.floats(List.of(2), 1, 2))
        .isNotEqualTo(HostTensor.floats(List.of(1, 2), 1, 2))
        .isNotEqualTo(HostTensor.floats(List.of(2), 1, 3));
  }

  @Test
  void readingOneViewMovesNoOther() {
    HostTensor tensor = HostTensor.floats(List.of(2), 1, 2);
    tensor.data().getFloat();
    assertThat(tensor.data().remaining()).isEqualTo(8);
    assertThatThrownBy(() -> tensor.data().put(0, (byte) 1))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void aZeroDimensionLeavesNothing() {
    assertThat(HostTensor.floats(List.of(0, 3)).toFloats()).isEmpty();
  }

  @Test
  void refusesDataOfAnotherLength() {
    assertThatThrownBy(() -> HostTensor.floats(List.of(2, 2), 1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("F32 2×2 takes 16 bytes, received 12");
    assertThatThrownBy(() -> HostTensor.floats(List.of(), 1, 2))
        .hasMessage("F32 scalar takes 4 bytes, received 8");
    assertThatThrownBy(() -> HostTensor.floats(List.of(-1, -1), 1))
        .hasMessage("no dimension is negative, received -1×-1");
    int[] max = {Integer.MAX_VALUE};
    assertThatThrownBy(() -> HostTensor.floats(List.of(max[0], max[0], max[0])))
        .isInstanceOf(ArithmeticException.class);
  }
}
