package convnet4j.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * Writes the same files in every form that {@link Archive} reads; a path with a final slash is a
 * folder.
 */
public enum ArchiveFiles {
  FOLDER,
  TAR,
  TAR_GZ,
  TAR_XZ,
  ZIP;

  /** Writes {@code files} to a new folder or archive below {@code parent}. */
  public Path write(Path parent, Map<String, byte[]> files) throws IOException {
    Path path = parent.resolve("packed." + name().toLowerCase(Locale.ROOT));
    switch (this) {
      case FOLDER -> writeFolder(path, files);
      case ZIP -> writeZip(path, files);
      default -> {
        try (OutputStream out = compressed(Files.newOutputStream(path))) {
          writeTar(out, files);
        }
      }
    }
    return path;
  }

  private OutputStream compressed(OutputStream out) throws IOException {
    return switch (this) {
      case TAR_GZ -> new GZIPOutputStream(out);
      case TAR_XZ -> new XZOutputStream(out, new LZMA2Options(1));
      default -> out;
    };
  }

  private static void writeFolder(Path root, Map<String, byte[]> files) throws IOException {
    Files.createDirectories(root);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      if (file.getKey().endsWith("/")) {
        Files.createDirectories(path);
      } else {
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
    }
  }

  static void writeTar(OutputStream out, Map<String, byte[]> files) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
      entry.setSize(file.getValue().length);
      tar.putArchiveEntry(entry);
      tar.write(file.getValue());
      tar.closeArchiveEntry();
    }
    tar.finish();
    tar.flush();
  }

  private static void writeZip(Path path, Map<String, byte[]> files) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
  }
}
