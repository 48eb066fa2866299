package convnet4j.io;

import convnet4j.errors.InputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files below one root, read in place: a folder, or a tar, tar.gz, tar.xz or zip archive, told
 * apart by content. Nothing is ever unpacked under a name that the archive chooses.
 *
 * <p>Hidden files ({@code .DS_Store}, {@code ._x}), {@code __MACOSX}, {@code @eaDir}, {@code
 * Thumbs.db} and {@code desktop.ini} are left out, and so are the symbolic links of an archive.
 * Reading is safe from many threads. Lengths that an archive states are held against what is there
 * before memory is set aside for them.
 */
public abstract sealed class Archive implements Closeable
    permits FolderArchive, TarArchive, ZipArchive {
  /** The longest file that is read as a whole: 1 GiB, above any image or batch. */
  static final long MAX_ENTRY = 1L << 30;

  /**
   * Of the names in an archive, the first that fits. Zips say whether theirs are UTF-8 only since
   * 2006, tars only in their newer form, and Korean Windows still writes its own code page; the
   * last one reads every byte.
   */
  static final List<Charset> NAME_CHARSETS =
      Stream.of("UTF-8", "MS949", "IBM437", "ISO-8859-1")
          .filter(Charset::isSupported)
          .map(Charset::forName)
          .toList();

  private static final int TAR_BLOCK = 512;

  private final List<Entry> entries;
  private final List<String> folders;

  Archive(Listing listing) {
    this.entries = listing.entries();
    this.folders = listing.folders();
  }

  /** One file. */
  public interface Entry {
    /** Below the root, with slashes, in Unicode's composed form (NFC). */
    String path();

    /** In bytes. */
    long size();

    /**
     * The whole content.
     *
     * @throws InputException when it cannot be read or is not what the archive promises
     */
    byte[] read();
  }

  /** As {@link #open(Path, ProgressListener)}, heard by nobody. */
  public static Archive open(Path path) {
    return open(path, ProgressListener.NONE);
  }

  /**
   * Opens a folder or an archive. A compressed tar has no random access, so it is decoded once into
   * a temporary file that is gone when the archive is closed, however the process ends.
   *
   * @param listener hears the decoding of a compressed tar
   * @throws InputException when there is nothing at {@code path}, or nothing of a known kind, or
   *     the archive is damaged, cut short, or holds a path that leads out of it
   */
  public static Archive open(Path path, ProgressListener listener) {
    if (!Files.exists(path)) {
      throw new InputException(path + ": no such file or folder; check the path");
    }
    try {
      return Files.isDirectory(path) ? FolderArchive.of(path) : openFile(path, listener);
    } catch (IOException e) {
      throw unreadable(path.toString(), e);
    }
  }

  /**
   * One file that lies in no archive.
   *
   * @param path what it is called
   * @throws InputException when it cannot be read
   */
  public static Entry file(String path, Path file) {
    try {
      return new FolderArchive.FolderEntry(path, Files.size(file), file);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /** All files, sorted by path. */
  public final List<Entry> entries() {
    return entries;
  }

  /** All folders below the root, also the empty ones as far as the archive lists them, sorted. */
  public final List<String> folders() {
    return folders;
  }

  private static Archive openFile(Path path, ProgressListener listener) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(path)) {
      head = in.readNBytes(TAR_BLOCK);
    }
    if (startsWith(head, 0x1F, 0x8B)) {
      return CompressedTar.GZIP.open(path, listener);
    }
    if (startsWith(head, 0xFD, '7', 'z', 'X', 'Z', 0)) {
      return CompressedTar.XZ.open(path, listener);
    }
    if (startsWith(head, 'P', 'K', 3, 4) || startsWith(head, 'P', 'K', 5, 6)) {
      return ZipArchive.of(path);
    }
    if (TarArchive.isTar(head)) {
      return TarArchive.of(path);
    }
    throw new InputException(
        path
            + ": expected a folder or a tar, tar.gz, tar.xz or zip archive, received a file of "
            + Files.size(path)
            + " bytes that is none of these; check the path, or whether its download was complete");
  }

  private static boolean startsWith(byte[] head, int... magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  static InputException unreadable(String where, Exception cause) {
    return new InputException(
        where + ": cannot be read (" + reason(cause) + "); check the file and its permissions",
        cause);
  }

  static InputException damaged(String where, Exception cause) {
    return new InputException(
        where + ": damaged or cut short (" + reason(cause) + "); fetch or make it again", cause);
  }

  static void checkSize(String where, long size) {
    if (size > MAX_ENTRY) {
      throw new InputException(
          where + ": expected at most " + MAX_ENTRY + " bytes in one file, received " + size);
    }
  }

  private static String reason(Exception cause) {
    String message = cause.getMessage();
    return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
