package convnet4j.io;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip, read through its central directory. */
final class ZipArchive extends Archive {
  /** What deflate can reach at most is 1032; an entry that claims more lies about its size. */
  private static final long MAX_RATIO = 1100;

  private final ZipFile zip;

  private ZipArchive(Listing listing, ZipFile zip) {
    super(listing);
    this.zip = zip;
  }

  private record ZipFileEntry(String path, long size, Path archive, ZipFile zip, ZipEntry entry)
      implements Entry {
    @Override
    public byte[] read() {
      String where = archive + "!" + path;
      checkSize(where, size);
      try (InputStream in = zip.getInputStream(entry)) {
        byte[] bytes = in.readNBytes((int) size);
        if (bytes.length != size || in.read() >= 0) {
          throw new InputException(
              where + ": damaged (expected " + size + " bytes, received another number of them)");
        }
        checkSum(where, bytes);
        return bytes;
      } catch (ZipException e) {
        throw damaged(where, e);
      } catch (IOException e) {
        throw unreadable(where, e);
      }
    }

    /** Java leaves it to its callers. */
    private void checkSum(String where, byte[] bytes) {
      CRC32 sum = new CRC32();
      sum.update(bytes);
      if (sum.getValue() != entry.getCrc()) {
        throw new InputException(
            where + ": damaged (its checksum is wrong); fetch or make the archive again");
      }
    }
  }

  static ZipArchive of(Path path) throws IOException {
    ZipFile zip = openZip(path);
    try {
      return new ZipArchive(list(path, zip), zip);
    } catch (RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static ZipFile openZip(Path path) throws IOException {
    ZipException failure = null;
    for (Charset charset : NAME_CHARSETS) {
      try {
        return new ZipFile(path.toFile(), charset);
      } catch (ZipException e) {
        failure = failure == null ? e : failure;
      }
    }
    throw ZipRefusal.of(path, failure);
  }

  private static Listing list(Path path, ZipFile zip) {
    Listing listing = new Listing(path);
    zip.stream()
        .forEach(
            entry -> {
              String name = entry.getName();
              // Some writers on Windows separate by backslashes.
              String slashed = name.contains("/") ? name : name.replace('\\', '/');
              if (slashed.endsWith("/")) {
                listing.folder(slashed);
              } else {
                checkRatio(path, entry);
                listing.file(
                    slashed, clean -> new ZipFileEntry(clean, entry.getSize(), path, zip, entry));
              }
            });
    return listing;
  }

  private static void checkRatio(Path path, ZipEntry entry) {
    if (entry.getSize() < 0 || entry.getSize() / MAX_RATIO > entry.getCompressedSize()) {
      throw new InputException(
          path
              + ": damaged ('"
              + entry.getName()
              + "' claims "
              + entry.getSize()
              + " bytes out of "
              + entry.getCompressedSize()
              + "); fetch or make it again");
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
