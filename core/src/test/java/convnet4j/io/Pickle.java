package convnet4j.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles opcode by opcode, also such as no honest program writes. */
public final class Pickle {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Protocol 2, which Python 2 used. */
  public static Pickle protocol2() {
    return new Pickle().raw(0x80, 2);
  }

  public Pickle raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  public Pickle op(char opcode) {
    return raw(opcode);
  }

  public Pickle global(String module, String name) {
    out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Python 2's short str. */
  public Pickle str(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    raw('U', bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  /** Python 2's long str. */
  public Pickle longStr(byte[] bytes) {
    op('T').int32(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  public Pickle integer(int value) {
    return value >= 0 && value < 256 ? raw('K', value) : op('J').int32(value);
  }

  public Pickle int32(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }

  public Pickle int64(long value) {
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  /** The bytes so far, without STOP. */
  public byte[] bytes() {
    return out.toByteArray();
  }

  public byte[] stop() {
    return op('.').bytes();
  }
}
