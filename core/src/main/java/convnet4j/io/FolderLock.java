package convnet4j.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lets one thread of one process at a time write into a folder. The lock is the operating system's:
 * it goes with the process, however that ends. Its file {@code .lock} stays, since a lock file that
 * comes and goes guards nothing.
 */
final class FolderLock implements Closeable {
  private static final long POLL_MILLIS = 100;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits until the folder is free, and says so once. */
  static FolderLock acquire(Path folder, ProgressListener listener) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      for (boolean told = false; !isTaken(channel); told = true) {
        if (!told) {
          listener.note(folder + ": another download is under way here; waiting for it");
        }
        Thread.sleep(POLL_MILLIS);
      }
      return new FolderLock(channel);
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for another download", e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of this process has it
    }
  }

  /** Closing the channel releases the lock. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
