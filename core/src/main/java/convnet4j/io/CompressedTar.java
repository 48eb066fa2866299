package convnet4j.io;

import convnet4j.errors.InputException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Decodes a compressed tar into a temporary file without a name, so that it can be read in place.
 */
enum CompressedTar {
  GZIP {
    @Override
    InputStream decode(InputStream in) throws IOException {
      return new GZIPInputStream(in, BUFFER);
    }
  },
  XZ {
    @Override
    InputStream decode(InputStream in) throws IOException {
      return new XZInputStream(in, XZ_MEMORY_KIB);
    }
  };

  private static final int BUFFER = 1 << 16;

  /** Four times what the strongest preset needs: a header may ask for 4 GiB. */
  private static final int XZ_MEMORY_KIB = 256 << 10;

  /** Images barely shrink: above this size and ratio an archive is a bomb. */
  private static final long BOMB_BYTES = 1L << 30;

  private static final int BOMB_RATIO = 100;

  abstract InputStream decode(InputStream in) throws IOException;

  TarArchive open(Path path, ProgressListener listener) throws IOException {
    Path temporary = Files.createTempFile("convnet4j-", ".tar");
    RandomAccessFile spool = new RandomAccessFile(temporary.toFile(), "rw");
    deleteEarly(temporary);
    try {
      decodeTo(path, spool, listener);
      checkTar(path, spool);
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
    return TarArchive.of(path, spool);
  }

  /** An open file may lose its name, except on Windows, where it goes when the process ends. */
  private static void deleteEarly(Path temporary) {
    try {
      Files.delete(temporary);
    } catch (IOException e) {
      temporary.toFile().deleteOnExit();
    }
  }

  private void decodeTo(Path path, RandomAccessFile spool, ProgressListener listener)
      throws IOException {
    long size = Files.size(path);
    byte[] buffer = new byte[BUFFER];
    long written = 0;
    try (Counting raw = new Counting(new BufferedInputStream(Files.newInputStream(path), BUFFER));
        InputStream in = start(path, raw)) {
      for (int n = read(path, in, buffer); n >= 0; n = read(path, in, buffer)) {
        write(path, spool, buffer, n);
        written += n;
        if (written > BOMB_BYTES && written / BOMB_RATIO > size) {
          throw new InputException(
              path
                  + ": "
                  + size
                  + " bytes unpack to over "
                  + written
                  + "; not an archive of images");
        }
        listener.progress("reading " + path.getFileName(), raw.count, size);
      }
    }
  }

  private InputStream start(Path path, InputStream raw) {
    try {
      return decode(raw);
    } catch (IOException e) {
      throw Archive.damaged(path.toString(), e);
    }
  }

  private static int read(Path path, InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw Archive.damaged(path.toString(), e);
    }
  }

  private static void write(Path path, RandomAccessFile spool, byte[] buffer, int n) {
    try {
      spool.write(buffer, 0, n);
    } catch (IOException e) {
      String folder = System.getProperty("java.io.tmpdir");
      throw new InputException(
          path
              + ": cannot be decoded into "
              + folder
              + " ("
              + e.getMessage()
              + "); make room there, choose another folder with -Djava.io.tmpdir, or unpack it"
              + " yourself",
          e);
    }
  }

  private static void checkTar(Path path, RandomAccessFile spool) throws IOException {
    byte[] head = new byte[(int) Math.min(512, spool.length())];
    spool.seek(0);
    spool.readFully(head);
    if (!TarArchive.isTar(head)) {
      throw new InputException(
          path + ": expected a compressed tar, received a compressed file that holds no tar");
    }
  }

  private static final class Counting extends FilterInputStream {
    private long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int n = super.read(target, offset, length);
      count += Math.max(0, n);
      return n;
    }
  }
}
