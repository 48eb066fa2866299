package convnet4j.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Moves bytes between files and memory in pieces. */
final class FileBytes {
  private static final int CHUNK = 1 << 16;

  private FileBytes() {}

  /** The bytes at a position, little-endian; the caller has checked that the file has them. */
  static ByteBuffer read(FileChannel channel, long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      // In pieces: the channel keeps a native buffer as large as the largest read it was asked for.
      buffer.limit((int) Math.min(count, (long) buffer.position() + CHUNK));
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("it became shorter while it was read");
      }
      buffer.limit(count);
    }
    return buffer.flip();
  }

  /** Writes what remains in {@code data}. */
  static void write(ByteBuffer data, OutputStream out) throws IOException {
    byte[] chunk = new byte[Math.min(CHUNK, data.remaining())];
    while (data.hasRemaining()) {
      int count = Math.min(chunk.length, data.remaining());
      data.get(chunk, 0, count);
      out.write(chunk, 0, count);
    }
  }
}
