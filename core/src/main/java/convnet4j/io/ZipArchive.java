package convnet4j.io;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip, read through its central directory. */
final class ZipArchive extends Archive {
  /**
   * Zips say whether their names are UTF-8 only since 2006, and Korean Windows still writes its own
   * code page; the last one reads every byte.
   */
  private static final List<Charset> NAME_CHARSETS =
      Stream.of("UTF-8", "MS949", "IBM437", "ISO-8859-1")
          .filter(Charset::isSupported)
          .map(Charset::forName)
          .toList();

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
        return bytes;
      } catch (ZipException e) {
        throw damaged(where, e);
      } catch (IOException e) {
        throw unreadable(where, e);
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
    throw damaged(path.toString(), failure);
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
