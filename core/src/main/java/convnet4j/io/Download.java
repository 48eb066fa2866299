package convnet4j.io;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * Fetches a file over HTTP. The bytes grow in {@code NAME.part} beside the target; a transfer that
 * breaks, or a process that is killed, goes on from there the next time. The target gets its name
 * only when the checksum is right. Processes that want files in one folder wait for each other at
 * the folder's {@code .lock}.
 *
 * <p>It uses {@link HttpURLConnection} because {@code java.net.http} has no timeout for a body that
 * stops arriving.
 *
 * @param timeout how long to wait for a connection, and for the next bytes
 * @param tries how many transfers in a row may break without bringing a byte
 * @param pause between tries
 */
public record Download(Duration timeout, int tries, Duration pause) {
  /** For networks as they are. */
  public static final Download DEFAULT =
      new Download(Duration.ofSeconds(30), 5, Duration.ofSeconds(2));

  private static final int BUFFER = 1 << 16;

  /** The part is as long as the file already. */
  private static final int RANGE_NOT_SATISFIABLE = 416;

  public Download {
    if (timeout.isNegative() || timeout.isZero() || tries < 1 || pause.isNegative()) {
      throw new IllegalArgumentException("expected a timeout, a try, and a pause or none");
    }
  }

  /** A transfer that may be tried again. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether there was not even a connection. */
    private final boolean unreachable;

    Broken(String message, Throwable cause, boolean unreachable) {
      super(message, cause);
      this.unreachable = unreachable;
    }

    Broken(String message, Throwable cause) {
      this(message, cause, false);
    }
  }

  /**
   * Fetches {@code uri} to {@code target}; returns at once when the target exists.
   *
   * @throws InputException when the server cannot be reached or refuses, the transfer keeps
   *     breaking, the checksum is wrong (nothing is left then), or the disk is full
   */
  public void fetch(URI uri, Path target, Checksum checksum, ProgressListener listener) {
    fetch(uri, target, Optional.of(checksum), listener);
  }

  /**
   * As {@link #fetch(URI, Path, Checksum, ProgressListener)}, for a file that nobody states a
   * checksum of. What an earlier call left behind is not gone on with, since nothing would tell
   * that the file has changed in between.
   */
  public void fetchUnverified(URI uri, Path target, ProgressListener listener) {
    fetch(uri, target, Optional.empty(), listener);
  }

  /**
   * What the server says of a file, without fetching it.
   *
   * @throws InputException when the server cannot be reached
   */
  public FileStatement ask(URI uri) {
    return FileStatement.ask(uri, this);
  }

  @SuppressWarnings("try") // the lock is held, not used
  private void fetch(URI uri, Path target, Optional<Checksum> checksum, ProgressListener listener) {
    Path folder = target.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
      try (FolderLock lock = FolderLock.acquire(folder, listener)) {
        if (!Files.exists(target)) {
          fetchInto(uri, target, checksum, listener);
        }
      }
    } catch (IOException e) {
      throw new InputException(
          target + ": cannot be written (" + e + "); make room or choose another CONVNET4J_HOME",
          e);
    }
  }

  private void fetchInto(
      URI uri, Path target, Optional<Checksum> checksum, ProgressListener listener)
      throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    if (checksum.isPresent()) {
      transferVerified(uri, part, checksum.get(), listener);
    } else {
      Files.deleteIfExists(part);
      transfer(uri, part, listener);
    }
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true); // the name must not outlive a power cut that the bytes did not
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private void transferVerified(URI uri, Path part, Checksum checksum, ProgressListener listener)
      throws IOException {
    boolean resumed = size(part) > 0;
    transfer(uri, part, listener);
    String received = checksum.of(part);
    if (!checksum.matches(received) && resumed) {
      // The old part may be of another version of the file: once more from the start.
      listener.note(part.getFileName() + ": wrong checksum after resuming; starting again");
      Files.delete(part);
      transfer(uri, part, listener);
      received = checksum.of(part);
    }
    if (!checksum.matches(received)) {
      long size = Files.size(part);
      Files.delete(part);
      throw new InputException(
          String.format(
              "%s: expected %s, received %s (%s bytes, removed); try again later",
              uri, checksum, received, size));
    }
  }

  /** Tries until the part is whole. */
  private void transfer(URI uri, Path part, ProgressListener listener) throws IOException {
    int left = tries;
    long first = size(part);
    while (true) {
      long before = size(part);
      try {
        transferOnce(uri, part, listener);
        return;
      } catch (Broken e) {
        if (e.unreachable && before == first) {
          throw new InputException(
              String.format(
                  "%s: cannot reach %s (%s); check the network connection",
                  uri, uri.getHost(), e.getMessage()),
              e);
        }
        left = size(part) > before ? tries : left - 1;
        if (left == 0) {
          throw new InputException(
              String.format(
                  "%s: transfer broke after %s bytes (%s); run the same command again to go on",
                  uri, size(part), e.getMessage()),
              e);
        }
        listener.note(uri + ": " + e.getMessage() + "; trying again");
        sleep();
      }
    }
  }

  private void transferOnce(URI uri, Path part, ProgressListener listener)
      throws IOException, Broken {
    long have = size(part);
    HttpURLConnection connection = connect(uri, have);
    try {
      int status = status(connection);
      if (status == RANGE_NOT_SATISFIABLE && have > 0) {
        return; // the part was whole; should it be longer than the file, its checksum says so
      }
      if (status == HttpURLConnection.HTTP_PARTIAL && !startsAt(connection, have)) {
        Files.deleteIfExists(part);
        throw new Broken("the server sent another part than the one asked for", null);
      }
      boolean goesOn = status == HttpURLConnection.HTTP_PARTIAL;
      if (!goesOn && status != HttpURLConnection.HTTP_OK) {
        throw refused(uri, status);
      }
      receive(connection, part, goesOn ? have : 0, listener);
    } finally {
      connection.disconnect();
    }
  }

  private HttpURLConnection connect(URI uri, long from) throws IOException {
    HttpURLConnection connection = open(uri);
    if (from > 0) {
      connection.setRequestProperty("Range", "bytes=" + from + "-");
    }
    return connection;
  }

  HttpURLConnection open(URI uri) throws IOException {
    if (!(uri.toURL().openConnection() instanceof HttpURLConnection connection)) {
      throw new InputException(uri + ": expected an http or https address");
    }
    connection.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
    connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
    connection.setRequestProperty("User-Agent", "convnet4j");
    // Compressed on the way, a byte range would mean something else.
    connection.setRequestProperty("Accept-Encoding", "identity");
    return connection;
  }

  private static int status(HttpURLConnection connection) throws Broken {
    try {
      connection.connect();
    } catch (IOException e) {
      throw new Broken(e.toString(), e, true);
    }
    try {
      return connection.getResponseCode();
    } catch (IOException e) {
      throw new Broken(e.toString(), e);
    }
  }

  private static InputException refused(URI uri, int status) throws Broken {
    if (status >= 500) {
      throw new Broken("the server answered with status " + status, null);
    }
    return new InputException(
        uri + ": expected the file, received HTTP status " + status + "; check the address");
  }

  /** {@code Content-Range: bytes 100-199/200}. */
  private static boolean startsAt(HttpURLConnection connection, long offset) {
    String range = connection.getHeaderField("Content-Range");
    return range != null && range.startsWith("bytes " + offset + "-");
  }

  private static void receive(
      HttpURLConnection connection, Path part, long from, ProgressListener listener)
      throws IOException, Broken {
    long length = connection.getContentLengthLong();
    long total = length < 0 ? -1 : from + length;
    long done = from;
    String name = part.getFileName().toString().replaceFirst("\\.part$", "");
    byte[] buffer = new byte[BUFFER];
    StandardOpenOption where =
        from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    try (InputStream in = body(connection);
        OutputStream out =
            Files.newOutputStream(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, where)) {
      for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
        out.write(buffer, 0, n);
        done += n;
        listener.progress(name, done, total);
      }
    }
    // HttpURLConnection takes a connection that closes early for the end of the file.
    if (total >= 0 && done < total) {
      throw new Broken("connection closed after " + done + " of " + total + " bytes", null);
    }
  }

  private static InputStream body(HttpURLConnection connection) throws Broken {
    try {
      return connection.getInputStream();
    } catch (IOException e) {
      throw new Broken(e.toString(), e);
    }
  }

  private static int read(InputStream in, byte[] buffer) throws Broken {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new Broken(e.toString(), e);
    }
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private void sleep() {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InputException("download interrupted; run the same command again to go on", e);
    }
  }
}
