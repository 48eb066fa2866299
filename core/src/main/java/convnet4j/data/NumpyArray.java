package convnet4j.data;

import convnet4j.io.Unpickler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A numpy array of unsigned bytes as it lies in a pickle: made empty by {@code _reconstruct},
 * filled by its state (version, shape, dtype, Fortran order, data).
 */
final class NumpyArray implements Unpickler.Buildable {
  /** The names that a pickle of such an array needs; numpy 2 moved one of them. */
  static final Map<String, Unpickler.Constructor> ALLOWED =
      Map.of(
          "numpy.core.multiarray._reconstruct", arguments -> new NumpyArray(),
          "numpy._core.multiarray._reconstruct", arguments -> new NumpyArray(),
          "numpy.ndarray", NumpyArray::refuse,
          "numpy.dtype", arguments -> new DType((String) arguments.get(0)));

  private List<Long> shape = List.of();
  private byte[] data = {};

  private NumpyArray() {}

  private record DType(String name) implements Unpickler.Buildable {
    /** Byte order and alignment: without meaning for single bytes. */
    @Override
    public void build(Object state) {}
  }

  /** The class is only ever an argument of {@code _reconstruct}. */
  private static Object refuse(List<Object> arguments) {
    throw new IllegalArgumentException("numpy.ndarray is not called");
  }

  @Override
  public void build(Object state) {
    List<?> parts = (List<?>) state;
    shape = ((List<?>) parts.get(1)).stream().map(Long.class::cast).toList();
    String type = ((DType) parts.get(2)).name();
    if (!type.equals("u1") || !parts.get(3).equals(false)) {
      throw new IllegalArgumentException("expected rows of unsigned bytes");
    }
    // Python 2 keeps bytes as text.
    data =
        parts.get(4) instanceof String text
            ? text.getBytes(StandardCharsets.ISO_8859_1)
            : (byte[]) parts.get(4);
  }

  List<Long> shape() {
    return shape;
  }

  byte[] data() {
    return data;
  }
}
