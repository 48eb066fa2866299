package convnet4j.weights;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What {@code torch.save} writes since PyTorch 1.6: a zip of stored entries, {@code NAME/data.pkl}
 * and the storages {@code NAME/data/KEY}.
 */
final class TorchZip extends TorchSource {
  private static final String PICKLE = "/data.pkl";
  private static final String BYTE_ORDER = "byteorder";

  /** Only archives of TorchScript have it. */
  private static final String SCRIPT = "constants.pkl";

  private final ZipFile zip;
  private final long size;
  private final String folder;

  /** Bytes taken from the file so far. Entries may overlap, and then be more than the file. */
  private long taken;

  private TorchZip(String where, ZipFile zip, long size) {
    super(where);
    this.zip = zip;
    this.size = size;
    this.folder = folder();
  }

  /**
   * Opens a file that begins as a zip does.
   *
   * @param size of the file in bytes
   */
  static TorchZip open(Path path, long size) throws IOException {
    String where = path.toString();
    ZipFile zip;
    try {
      zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8);
    } catch (ZipException | IllegalArgumentException e) {
      throw new InputException(
          where + ": not a whole zip file (" + e.getMessage() + "); it is cut off or damaged", e);
    }
    try {
      return new TorchZip(where, zip, size);
    } catch (RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private String folder() {
    List<String> pickles =
        zip.stream().map(ZipEntry::getName).filter(name -> name.endsWith(PICKLE)).toList();
    if (pickles.size() != 1) {
      throw new InputException(
          where()
              + ": expected one "
              + PICKLE.substring(1)
              + " in the zip, as torch.save writes it, received "
              + pickles.size());
    }
    String pickle = pickles.getFirst();
    String parent = pickle.substring(0, pickle.length() - PICKLE.length() + 1);
    if (zip.getEntry(parent + SCRIPT) != null) {
      throw new InputException(
          where()
              + ": holds a TorchScript program; save the state_dict() of torch.jit.load of it in"
              + " Python and read that");
    }
    return parent;
  }

  @Override
  Object root() throws IOException {
    if (zip.getEntry(folder + BYTE_ORDER) != null) {
      byte[] order = read(BYTE_ORDER, MAX_PICKLE);
      if (!new String(order, StandardCharsets.ISO_8859_1).strip().equals("little")) {
        throw new InputException(
            where()
                + ": expected little-endian storages, received other ones; load and save it with"
                + " PyTorch on this machine");
      }
    }
    byte[] pickle = read(PICKLE.substring(1), MAX_PICKLE);
    return new TorchPickle().read(where(), ByteBuffer.wrap(pickle));
  }

  @Override
  ByteBuffer load(TorchStorage storage, int bytes) throws IOException {
    byte[] data = read("data/" + storage.key(), bytes);
    if (data.length != bytes) {
      throw damaged(
          "expected " + bytes + " bytes of storage " + storage.key() + ", received " + data.length);
    }
    return ByteBuffer.wrap(data);
  }

  @Override
  long size() {
    return size;
  }

  /** One entry, at most {@code limit} bytes of it. */
  private byte[] read(String name, int limit) throws IOException {
    ZipEntry entry = zip.getEntry(folder + name);
    if (entry == null) {
      throw damaged("expected an entry " + name + " in the zip, received none");
    }
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
      throw new InputException(
          where()
              + ": expected stored entries, as torch.save writes them, received a compressed "
              + name
              + "; load and save it with PyTorch again");
    }
    taken += entry.getSize();
    if (entry.getSize() < 0 || entry.getSize() > limit || taken < 0 || taken > size) {
      throw damaged(
          "expected at most "
              + Math.min(limit, size)
              + " bytes of "
              + name
              + ", received "
              + entry.getSize());
    }
    byte[] bytes = new byte[(int) entry.getSize()];
    try (InputStream in = zip.getInputStream(entry)) {
      if (in.readNBytes(bytes, 0, bytes.length) != bytes.length) {
        throw damaged("expected " + bytes.length + " bytes of " + name + ", received fewer");
      }
    } catch (ZipException e) {
      throw damaged(name + " cannot be read (" + e.getMessage() + ")");
    }
    CRC32 crc = new CRC32();
    crc.update(bytes);
    if (crc.getValue() != entry.getCrc()) {
      throw damaged("the checksum of " + name + " is not that of its bytes");
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
