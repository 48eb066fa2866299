package convnet4j.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An element type as PyTorch names it.
 *
 * @param storage its storage class, {@code FloatStorage} of module {@code torch}
 * @param names of its dtype in module {@code torch}
 * @param bytes per element
 * @param dtype what it is here; empty where it is nothing that a network's parameters have
 */
record TorchType(String storage, List<String> names, int bytes, Optional<DType> dtype) {
  /** A storage without a type of its own; its elements are bytes. */
  static final TorchType UNTYPED =
      new TorchType("UntypedStorage", List.of(), 1, Optional.of(DType.U8));

  private static final List<TorchType> TABLE =
      List.of(
          of(DType.F64, "DoubleStorage", "float64", "double"),
          of(DType.F32, "FloatStorage", "float32", "float"),
          of(DType.F16, "HalfStorage", "float16", "half"),
          of(DType.BF16, "BFloat16Storage", "bfloat16"),
          of(DType.I64, "LongStorage", "int64", "long"),
          of(DType.I32, "IntStorage", "int32", "int"),
          of(DType.I16, "ShortStorage", "int16", "short"),
          of(DType.I8, "CharStorage", "int8"),
          of(DType.U8, "ByteStorage", "uint8"),
          of(DType.BOOL, "BoolStorage", "bool"),
          other(8, "ComplexFloatStorage", "complex64", "cfloat"),
          other(16, "ComplexDoubleStorage", "complex128", "cdouble"),
          other(1, "QInt8Storage", "qint8"),
          other(1, "QUInt8Storage", "quint8"),
          other(4, "QInt32Storage", "qint32"));

  /** By the full name of the storage class. */
  static final Map<String, TorchType> BY_STORAGE = new LinkedHashMap<>();

  /** By the full names of the dtype. */
  static final Map<String, TorchType> BY_DTYPE = new LinkedHashMap<>();

  static {
    for (TorchType type : TABLE) {
      BY_STORAGE.put("torch." + type.storage, type);
      type.names.forEach(name -> BY_DTYPE.put("torch." + name, type));
    }
    BY_STORAGE.put("torch.storage.UntypedStorage", UNTYPED);
    BY_STORAGE.put("torch.UntypedStorage", UNTYPED);
  }

  /** PyTorch's name for one of our types. */
  static TorchType of(DType dtype) {
    return TABLE.stream().filter(t -> t.dtype.equals(Optional.of(dtype))).findFirst().orElseThrow();
  }

  private static TorchType of(DType dtype, String storage, String... names) {
    return new TorchType(storage, List.of(names), dtype.bytes(), Optional.of(dtype));
  }

  private static TorchType other(int bytes, String storage, String... names) {
    return new TorchType(storage, List.of(names), bytes, Optional.empty());
  }
}
