package convnet4j.io;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/**
 * Why Java cannot read a zip. It says the same of one with a password or of another compression as
 * of one that is damaged, so a more lenient reader is asked for the cause.
 */
final class ZipRefusal {
  private ZipRefusal() {}

  static InputException of(Path path, ZipException failure) {
    try (ZipFile zip = ZipFile.builder().setPath(path).get()) {
      for (Iterator<ZipArchiveEntry> i = zip.getEntries().asIterator(); i.hasNext(); ) {
        ZipArchiveEntry entry = i.next();
        if (entry.getGeneralPurposeBit().usesEncryption()) {
          return new InputException(
              path
                  + ": '"
                  + entry.getName()
                  + "' needs a password; expected an archive without one: unpack it and give the"
                  + " folder",
              failure);
        }
        if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
          ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
          return new InputException(
              path
                  + ": '"
                  + entry.getName()
                  + "' is compressed by "
                  + (method == null ? "method " + entry.getMethod() : method)
                  + "; expected DEFLATED or STORED: unpack it and give the folder",
              failure);
        }
      }
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e); // damaged for both of them
    }
    return Archive.damaged(path.toString(), failure);
  }
}
