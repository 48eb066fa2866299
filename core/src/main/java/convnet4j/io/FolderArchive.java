package convnet4j.io;

import convnet4j.errors.InputException;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;

/** A folder and what is below it. Links are followed; a link that leads back up is left out. */
final class FolderArchive extends Archive {
  private FolderArchive(Listing listing) {
    super(listing);
  }

  record FolderEntry(String path, long size, Path file) implements Entry {
    @Override
    public byte[] read() {
      checkSize(file.toString(), size);
      try {
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw unreadable(file.toString(), e);
      }
    }
  }

  static FolderArchive of(Path root) throws IOException {
    Listing listing = new Listing(root);
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            listing.folder(relative(root, folder));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              listing.file(
                  relative(root, file), path -> new FolderEntry(path, attributes.size(), file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            if (failure instanceof FileSystemLoopException) {
              return FileVisitResult.CONTINUE;
            }
            throw unreadable(file.toString(), failure);
          }
        });
    return new FolderArchive(listing);
  }

  @Override
  public void close() {}

  /** Names that cannot be read all look alike, so that classes would flow into one another. */
  private static String relative(Path root, Path file) {
    String path = root.relativize(file).toString().replace(File.separatorChar, '/');
    if (Listing.isGarbled(path)) {
      throw new InputException(
          root
              + ": the name '"
              + path
              + "' is no text in this system's encoding, "
              + System.getProperty("sun.jnu.encoding")
              + "; rename it, or set LC_ALL=C.UTF-8 if it is UTF-8");
    }
    return path;
  }
}
