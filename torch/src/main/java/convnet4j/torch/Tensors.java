package convnet4j.torch;

import convnet4j.weights.DType;
import convnet4j.weights.HostTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Crossing between tensors in native memory and {@link HostTensor}s. */
public final class Tensors {
  private Tensors() {}

  /**
   * A native copy of {@code host}, contiguous, owned by the caller whatever scope is open: {@link
   * #free} it.
   */
  public static Tensor toNative(HostTensor host) {
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor = torch.empty(dims(host.shape()), options(scalarType(host.dtype())), null);
      bytes(tensor).asByteBuffer().order(ByteOrder.nativeOrder()).put(host.data().duplicate());
      return own(tensor);
    }
  }

  /** A copy of {@code tensor} in Java memory, in row-major order whatever its memory format. */
  public static HostTensor toHost(Tensor tensor) {
    try (PointerScope scope = new PointerScope()) {
      Tensor dense = tensor.detach().contiguous(MemoryFormat.Contiguous);
      ByteBuffer copy =
          ByteBuffer.allocate(Math.toIntExact(dense.nbytes())).order(ByteOrder.LITTLE_ENDIAN);
      copy.put(bytes(dense).asByteBuffer()).flip();
      List<Integer> shape = new ArrayList<>();
      for (long d : dense.shape()) {
        shape.add(Math.toIntExact(d));
      }
      return new HostTensor(dtype(dense.scalar_type()), shape, copy);
    }
  }

  /** Keeps {@code tensor} alive past the scope that is open; {@link #free} releases it. */
  public static Tensor own(Tensor tensor) {
    tensor.retainReference();
    return tensor;
  }

  /** Releases a tensor that {@link #own} or {@link #toNative} gave. */
  public static void free(Tensor tensor) {
    tensor.releaseReference();
  }

  /** Tensor options of a CPU tensor of {@code type}. */
  public static TensorOptions options(ScalarType type) {
    return new TensorOptions(type);
  }

  static long[] dims(List<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).toArray();
  }

  static ScalarType scalarType(DType dtype) {
    return switch (dtype) {
      case F64 -> ScalarType.Double;
      case F32 -> ScalarType.Float;
      case F16 -> ScalarType.Half;
      case BF16 -> ScalarType.BFloat16;
      case I64 -> ScalarType.Long;
      case I32 -> ScalarType.Int;
      case I16 -> ScalarType.Short;
      case I8 -> ScalarType.Char;
      case U8 -> ScalarType.Byte;
      case BOOL -> ScalarType.Bool;
    };
  }

  private static DType dtype(ScalarType type) {
    for (DType d : DType.values()) {
      if (scalarType(d).value == type.intern().value) {
        return d;
      }
    }
    throw new IllegalArgumentException("no file format here stores " + type);
  }

  private static BytePointer bytes(Tensor tensor) {
    return new BytePointer(tensor.data_ptr()).capacity(tensor.nbytes());
  }
}
