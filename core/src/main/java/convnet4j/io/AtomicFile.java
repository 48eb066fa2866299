package convnet4j.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes whole files or none: readers see the old content or the new, never a part, whatever kills
 * the process and however full the disk is.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Body {
    /** Writes everything to {@code out}, which the caller closes. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Replaces {@code target} by what {@code body} writes. The bytes go to a temporary file beside
   * it, reach the disk, and only then take its name.
   *
   * @throws IOException when writing fails; the target is then as it was and nothing else is left
   */
  public static void write(Path target, Body body) throws IOException {
    // A link keeps pointing where it points; what it points to is replaced.
    Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    String suffix = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path temporary = file.resolveSibling("." + file.getFileName() + "." + suffix + ".tmp");
    try {
      writeAndSync(temporary, body);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    syncFolder(file.getParent());
  }

  /** Replaces {@code target} by {@code text} in UTF-8, as {@link #write}. */
  public static void writeString(Path target, String text) throws IOException {
    write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void writeAndSync(Path file, Body body) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
      body.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  /** Makes the new name itself durable. Windows cannot open folders and needs no such thing. */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The content is safe already; only the moment at which the name becomes durable is not ours.
    }
  }
}
