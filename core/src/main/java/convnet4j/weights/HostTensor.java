package convnet4j.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tensor in the JVM's memory: immutable, elements in row-major order, little-endian.
 *
 * @param dtype type of the elements
 * @param shape dimensions from the outermost, none negative; empty for a scalar
 * @param data exactly the elements' bytes, below 2 GiB; the buffer is kept, not copied, so whoever
 *     made it must not change it any more
 */
public record HostTensor(DType dtype, List<Integer> shape, ByteBuffer data) {
  public HostTensor {
    shape = List.copyOf(shape);
    if (shape.stream().anyMatch(d -> d < 0)) {
      throw new IllegalArgumentException("no dimension is negative, received " + text(shape));
    }
    long bytes = Math.multiplyExact(count(shape), (long) dtype.bytes());
    if (bytes != data.remaining()) {
      throw new IllegalArgumentException(
          dtype + " " + text(shape) + " takes " + bytes + " bytes, received " + data.remaining());
    }
    data = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A tensor of F32. */
  public static HostTensor floats(List<Integer> shape, float... values) {
    ByteBuffer data = buffer(values.length, DType.F32);
    data.asFloatBuffer().put(values);
    return new HostTensor(DType.F32, shape, data);
  }

  /** A tensor of I64. */
  public static HostTensor longs(List<Integer> shape, long... values) {
    ByteBuffer data = buffer(values.length, DType.I64);
    data.asLongBuffer().put(values);
    return new HostTensor(DType.I64, shape, data);
  }

  /** The elements' bytes: a read-only little-endian view with a position of its own. */
  @Override
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Number of elements. */
  public int elements() {
    return data.remaining() / dtype.bytes();
  }

  /** The elements as floats, rounded where the type is wider. */
  public float[] toFloats() {
    float[] values = new float[elements()];
    if (dtype == DType.F32) {
      data().asFloatBuffer().get(values);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = isWhole() ? wholeAt(i) : (float) realAt(i);
      }
    }
    return values;
  }

  /** The elements as whole numbers, rounded towards zero where the type has fractions. */
  public long[] toLongs() {
    long[] values = new long[elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = isWhole() ? wholeAt(i) : (long) realAt(i);
    }
    return values;
  }

  /** A shape as messages print it: {@code 64×3×7×7}, {@code scalar}. */
  static String text(List<Integer> shape) {
    return shape.isEmpty()
        ? "scalar"
        : shape.stream().map(String::valueOf).collect(Collectors.joining("×"));
  }

  /**
   * Number of elements; none, however large the others are, where one dimension is 0.
   *
   * @throws ArithmeticException when it does not fit a long
   */
  private static long count(List<Integer> shape) {
    return shape.contains(0) ? 0 : shape.stream().mapToLong(d -> d).reduce(1, Math::multiplyExact);
  }

  private static ByteBuffer buffer(int elements, DType dtype) {
    int bytes = Math.multiplyExact(elements, dtype.bytes());
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private boolean isWhole() {
    return switch (dtype) {
      case I64, I32, I16, I8, U8, BOOL -> true;
      case F64, F32, F16, BF16 -> false;
    };
  }

  private long wholeAt(int i) {
    return switch (dtype) {
      case I64 -> data.getLong(8 * i);
      case I32 -> data.getInt(4 * i);
      case I16 -> data.getShort(2 * i);
      case I8 -> data.get(i);
      case U8, BOOL -> data.get(i) & 0xFF;
      case F64, F32, F16, BF16 -> throw new AssertionError(dtype);
    };
  }

  private double realAt(int i) {
    return switch (dtype) {
      case F64 -> data.getDouble(8 * i);
      case F32 -> data.getFloat(4 * i);
      case F16 -> Float.float16ToFloat(data.getShort(2 * i));
      case BF16 -> Float.intBitsToFloat(data.getShort(2 * i) << 16);
      case I64, I32, I16, I8, U8, BOOL -> throw new AssertionError(dtype);
    };
  }
}
