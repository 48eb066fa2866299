package convnet4j.weights;

/** Element types of stored tensors; the constants' names are safetensors' own. */
public enum DType {
  F64(8),
  F32(4),
  /** IEEE half precision. */
  F16(2),
  /** The upper half of an F32. */
  BF16(2),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U8(1),
  /** One byte, 0 or 1. */
  BOOL(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }
}
