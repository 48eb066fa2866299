package convnet4j.io;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.apache.commons.compress.archivers.tar.TarUtils;

/** A tar, listed once and then read at the offsets of its files. */
final class TarArchive extends Archive {
  private static final int BLOCK = 512;

  private final RandomAccessFile file;

  private TarArchive(Listing listing, RandomAccessFile file) {
    super(listing);
    this.file = file;
  }

  /**
   * {@link RandomAccessFile} and a lock rather than a channel, which a thread that is interrupted
   * while reading would close for all the others.
   */
  private record TarEntry(String path, long size, long offset, Path archive, RandomAccessFile file)
      implements Entry {
    @Override
    public byte[] read() {
      checkSize(archive + "!" + path, size);
      byte[] bytes = new byte[(int) size];
      try {
        synchronized (file) {
          file.seek(offset);
          file.readFully(bytes);
        }
      } catch (IOException e) {
        throw unreadable(archive + "!" + path, e);
      }
      return bytes;
    }
  }

  static boolean isTar(byte[] head) {
    try {
      return head.length == BLOCK && (isZero(head) || TarUtils.verifyCheckSum(head));
    } catch (IllegalArgumentException e) {
      return false; // where the checksum should be, there is no number
    }
  }

  static TarArchive of(Path path) throws IOException {
    return of(path, new RandomAccessFile(path.toFile(), "r"));
  }

  /** Takes {@code file} over and closes it, also on failure. */
  static TarArchive of(Path path, RandomAccessFile file) throws IOException {
    try {
      return new TarArchive(list(path, file), file);
    } catch (IOException | RuntimeException e) {
      file.close();
      if (e instanceof InputException) {
        throw e;
      }
      throw damaged(path.toString(), e);
    }
  }

  private static Listing list(Path path, RandomAccessFile file) throws IOException {
    Listing listing = new Listing(path);
    Map<String, TarArchiveEntry> byName = new HashMap<>();
    long end = 0;
    for (TarArchiveEntry entry : entries(file)) {
      if (entry.isSparse()) {
        throw new InputException(
            path + ": '" + entry.getName() + "' is stored sparse; make the tar without --sparse");
      }
      byName.put(entry.getName(), entry);
      // A hard link repeats an earlier file of the archive.
      TarArchiveEntry data = entry.isLink() ? byName.get(entry.getLinkName()) : entry;
      if (entry.isDirectory()) {
        listing.folder(entry.getName());
      } else if (data != null && isData(data)) {
        listing.file(
            entry.getName(),
            name -> new TarEntry(name, data.getSize(), data.getDataOffset(), path, file));
      }
      end = Math.max(end, checkedEnd(path, entry, file.length()));
    }
    checkEndMarker(path, file, end);
    return listing;
  }

  /** As of zips: names that are no UTF-8 are taken for those of Korean systems. */
  private static List<TarArchiveEntry> entries(RandomAccessFile file) throws IOException {
    List<TarArchiveEntry> entries = entries(file, StandardCharsets.UTF_8);
    if (entries.stream().noneMatch(entry -> entry.getName().indexOf('?') >= 0)) {
      return entries;
    }
    // The name's own question mark, or in the place of bytes that are no UTF-8.
    List<TarArchiveEntry> bytes = entries(file, StandardCharsets.ISO_8859_1);
    List<byte[]> names =
        IntStream.range(0, entries.size())
            .filter(i -> !bytes.get(i).getName().equals(entries.get(i).getName()))
            .mapToObj(i -> bytes.get(i).getName().getBytes(StandardCharsets.ISO_8859_1))
            .toList();
    Charset charset =
        NAME_CHARSETS.stream()
            .filter(c -> names.stream().allMatch(name -> isTextIn(c, name)))
            .findFirst()
            .orElseThrow();
    return charset.equals(StandardCharsets.UTF_8) ? entries : entries(file, charset);
  }

  @SuppressWarnings("resource") // closing the TarFile would close the file that the entries read
  private static List<TarArchiveEntry> entries(RandomAccessFile file, Charset names)
      throws IOException {
    file.seek(0);
    return new TarFile(file.getChannel(), BLOCK, BLOCK, names.name(), true).getEntries();
  }

  private static boolean isTextIn(Charset charset, byte[] name) {
    try {
      charset.newDecoder().decode(ByteBuffer.wrap(name));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isData(TarArchiveEntry entry) {
    return entry.isFile()
        && !entry.isLink()
        && !entry.isSymbolicLink()
        && !entry.isFIFO()
        && !entry.isCharacterDevice()
        && !entry.isBlockDevice();
  }

  /** Where the blocks of an entry end. */
  private static long checkedEnd(Path path, TarArchiveEntry entry, long length) {
    long begin = entry.getDataOffset();
    long size = entry.isLink() || entry.isSymbolicLink() ? 0 : entry.getSize();
    if (size < 0 || begin < 0 || size > length - begin) {
      throw cutShort(
          path, "'" + entry.getName() + "' needs " + size + " bytes at " + begin, length);
    }
    return begin + (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** A tar that was cut exactly between two files shows it only by the marker that is missing. */
  private static void checkEndMarker(Path path, RandomAccessFile file, long end)
      throws IOException {
    byte[] marker = new byte[BLOCK];
    if (end + BLOCK <= file.length()) {
      file.seek(end);
      file.readFully(marker);
      if (isZero(marker)) {
        return;
      }
    }
    throw cutShort(path, "the end marker of a tar is missing at " + end, file.length());
  }

  private static InputException cutShort(Path path, String what, long length) {
    return new InputException(
        path + ": damaged or cut short (" + what + " of " + length + "); fetch or make it again");
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
