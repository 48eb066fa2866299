package convnet4j.weights;

import convnet4j.errors.InputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** An open PyTorch file: a pickle and the storages that it speaks of. */
abstract sealed class TorchSource implements Closeable permits TorchZip, TorchLegacy {
  /** No network's pickle is near it. */
  static final int MAX_PICKLE = 1 << 24;

  /** Copies of strided tensors may take so many times the file, and some in files of few bytes. */
  private static final int COPIES = 4;

  private static final int SMALL = 1 << 16;

  private final String where;
  private final Map<String, ByteBuffer> read = new HashMap<>();

  TorchSource(String where) {
    this.where = where;
  }

  /** The object in the file's pickle. */
  abstract Object root() throws IOException;

  /** The bytes of a storage, exactly as many as {@code bytes}. */
  abstract ByteBuffer load(TorchStorage storage, int bytes) throws IOException;

  /** Length of the file in bytes. */
  abstract long size() throws IOException;

  /** The tensors of the file's state dict. */
  final SequencedMap<String, HostTensor> tensors() throws IOException {
    TorchTensor.Allowance allowance = new TorchTensor.Allowance(COPIES * size() + SMALL);
    SequencedMap<String, HostTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, TorchTensor> named : StateDict.find(where, root()).entrySet()) {
      String name = where + ": " + named.getKey();
      tensors.put(named.getKey(), named.getValue().read(name, this::storage, allowance));
    }
    return tensors;
  }

  final String where() {
    return where;
  }

  final InputException damaged(String what) {
    return new InputException(where + ": " + what + "; the file is cut off or damaged");
  }

  private ByteBuffer storage(TorchStorage storage) throws IOException {
    ByteBuffer known = read.get(storage.key());
    if (known != null) {
      return known;
    }
    // Without overflow: no file has more elements than bytes.
    if (storage.elements() > size() || storage.bytes() > size()) {
      throw damaged(
          "expected storage "
              + storage.key()
              + " of "
              + storage.elements()
              + " elements, received a file of "
              + size()
              + " bytes");
    }
    if (storage.bytes() > Integer.MAX_VALUE - 8) {
      throw new InputException(
          where
              + ": expected storages below 2 GiB, received one of "
              + storage.bytes()
              + " bytes; it cannot be read here");
    }
    ByteBuffer bytes = load(storage, (int) storage.bytes());
    read.put(storage.key(), bytes);
    return bytes;
  }
}
