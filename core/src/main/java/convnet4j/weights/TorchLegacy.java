package convnet4j.weights;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code torch.save} wrote before PyTorch 1.6: five pickles one after the other (a magic
 * number, the version, facts on the machine, the object, the keys of the storages in order), then
 * per storage its number of elements (8 bytes) and its bytes.
 */
final class TorchLegacy extends TorchSource {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  private final FileChannel channel;
  private final long size;

  /** First byte of every storage. */
  private final Map<String, Long> positions = new HashMap<>();

  private TorchLegacy(String where, FileChannel channel) throws IOException {
    super(where);
    this.channel = channel;
    this.size = channel.size();
  }

  /** Opens a file that begins as a pickle does. */
  static TorchLegacy open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new TorchLegacy(path.toString(), channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  Object root() throws IOException {
    ByteBuffer head = FileBytes.read(channel, 0, (int) Math.min(size, MAX_PICKLE));
    TorchPickle pickle = new TorchPickle();
    if (!pickle.read(where(), head).equals(MAGIC)) {
      throw new InputException(
          where()
              + ": expected what torch.save writes, received a pickle of another program; load it"
              + " in Python and save a state dict with torch.save");
    }
    if (!pickle.read(where(), head).equals(VERSION)) {
      throw damaged("expected version " + VERSION + " of PyTorch's old format");
    }
    if (!(pickle.read(where(), head) instanceof Map<?, ?> machine)
        || !Boolean.TRUE.equals(machine.get("little_endian"))) {
      throw new InputException(
          where()
              + ": expected little-endian storages, received other ones; load and save it with"
              + " PyTorch on this machine");
    }
    Object root = pickle.read(where(), head);
    if (!(pickle.read(where(), head) instanceof List<?> keys)) {
      throw damaged("expected a list of storages");
    }
    locate(keys, pickle.storages(), head.position());
    return root;
  }

  private void locate(List<?> keys, Map<String, TorchStorage> storages, long begin)
      throws IOException {
    long position = begin;
    for (Object key : keys) {
      TorchStorage storage = key instanceof String name ? storages.get(name) : null;
      if (storage == null || positions.containsKey(storage.key())) {
        throw damaged("expected each of its storages once");
      }
      // In this order: the number of elements times their size could overflow.
      long left = size - position - Long.BYTES;
      if (left < 0
          || FileBytes.read(channel, position, Long.BYTES).getLong() != storage.elements()
          || storage.elements() > left
          || storage.bytes() > left) {
        throw damaged(
            "expected "
                + storage.elements()
                + " elements of storage "
                + storage.key()
                + " at byte "
                + position
                + ", received others");
      }
      positions.put(storage.key(), position + Long.BYTES);
      position += Long.BYTES + storage.bytes();
    }
  }

  @Override
  ByteBuffer load(TorchStorage storage, int bytes) throws IOException {
    Long position = positions.get(storage.key());
    if (position == null) {
      throw damaged("expected storage " + storage.key() + ", received none");
    }
    return FileBytes.read(channel, position, bytes);
  }

  @Override
  long size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
