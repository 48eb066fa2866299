package convnet4j.weights;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A tensor of a PyTorch file as its pickle describes it: a strided view of a storage. Nothing in it
 * is believed before {@link #read}.
 *
 * @param type of the elements
 * @param offset of the first element, in elements of {@code type} from the storage's begin
 * @param size dimensions from the outermost; empty for a scalar
 * @param stride elements from one index to the next, by dimension
 */
record TorchTensor(
    TorchStorage storage, TorchType type, long offset, List<Long> size, List<Long> stride) {
  /** What every JVM can put into one array. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - 8;

  /** Bytes that a file may still have copied: views of stride 0 could ask for any number. */
  static final class Allowance {
    private long left;

    Allowance(long bytes) {
      this.left = bytes;
    }
  }

  /** Reads whole storages. */
  @FunctionalInterface
  interface Storages {
    /** All bytes of a storage; the same buffer when asked again. */
    ByteBuffer read(TorchStorage storage) throws IOException;
  }

  /**
   * The tensor in row-major order. It shares the storage's memory where it already lies in it that
   * way.
   *
   * @param where file and name, for messages
   * @throws InputException when it reaches outside of its storage, or copies more than allowed
   */
  HostTensor read(String where, Storages storages, Allowance allowance) throws IOException {
    DType dtype =
        type.dtype()
            .orElseThrow(
                () ->
                    new InputException(
                        where
                            + ": has elements of PyTorch's "
                            + type.storage()
                            + ", which cannot be read here; convert it to float32"));
    long elements = elements(where);
    List<Integer> shape = size.stream().map(Long::intValue).toList();
    if (elements == 0) {
      return new HostTensor(dtype, shape, ByteBuffer.allocate(0));
    }
    checkWithin(where);
    ByteBuffer bytes = storages.read(storage.root());
    // A view begins in elements of its storage, a tensor in elements of its own.
    int first = (int) (storage.begin() * storage.type().bytes() + offset * dtype.bytes());
    int length = (int) elements * dtype.bytes();
    if (isRowMajor()) {
      return new HostTensor(dtype, shape, bytes.slice(first, length));
    }
    allowance.left -= length;
    if (allowance.left < 0) {
      throw new InputException(
          where
              + ": repeats its elements to more than the file could hold; do not trust this file");
    }
    return new HostTensor(dtype, shape, copy(bytes, first, length));
  }

  /** Number of elements, below 2 GiB in all. */
  private long elements(String where) {
    long elements = 1;
    boolean plausible = size.size() == stride.size();
    boolean empty = size.contains(0L);
    for (int d = 0; d < size.size() && plausible; d++) {
      plausible = size.get(d) >= 0 && size.get(d) <= Integer.MAX_VALUE && stride.get(d) >= 0;
      elements = empty ? 0 : elements * size.get(d);
      plausible &= elements <= MAX_BYTES / type.bytes();
    }
    if (!plausible) {
      throw new InputException(
          where
              + ": expected a tensor below 2 GiB, received size "
              + size
              + " with strides "
              + stride
              + "; it cannot be read here, or the file is damaged");
    }
    return elements;
  }

  private void checkWithin(String where) {
    long available = storage.end() - storage.begin();
    long last = offset;
    try {
      for (int d = 0; d < size.size(); d++) {
        last = Math.addExact(last, Math.multiplyExact(size.get(d) - 1, stride.get(d)));
      }
      available = storage.type() == type ? available : bytes(available) / type.bytes();
    } catch (ArithmeticException e) {
      last = Long.MAX_VALUE;
    }
    if (offset < 0 || last >= available) {
      throw new InputException(
          where
              + ": expected elements within the "
              + available
              + " of its storage, received offset "
              + offset
              + ", size "
              + size
              + ", strides "
              + stride
              + "; the file is damaged");
    }
  }

  private long bytes(long elements) {
    return Math.multiplyExact(elements, (long) storage.type().bytes());
  }

  /** Strides of dimensions of size 1 mean nothing. */
  private boolean isRowMajor() {
    long expected = 1;
    for (int d = size.size() - 1; d >= 0; d--) {
      if (size.get(d) > 1 && stride.get(d) != expected) {
        return false;
      }
      expected *= size.get(d);
    }
    return true;
  }

  private ByteBuffer copy(ByteBuffer from, int first, int length) {
    ByteBuffer to = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    int width = type.bytes();
    int rank = size.size();
    int[] index = new int[rank];
    long[] step = stride.stream().mapToLong(s -> s * width).toArray();
    long[] end = size.stream().mapToLong(s -> s).toArray();
    long at = first;
    for (int done = 0; done < length; done += width) {
      to.put(done, from, (int) at, width);
      for (int d = rank - 1; d >= 0; d--) {
        index[d]++;
        at += step[d];
        if (index[d] < end[d]) {
          break;
        }
        at -= step[d] * end[d];
        index[d] = 0;
      }
    }
    return to;
  }
}
