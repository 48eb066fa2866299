package convnet4j.io;

import convnet4j.errors.InputException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;

/**
 * The bytes of a pickle and the values that lie in them. No length sets aside memory that the bytes
 * themselves do not fill.
 */
final class PickleInput {
  static final int MAX_LINE = 256;

  private final String where;
  private final ByteBuffer in;

  /**
   * @param where named in errors
   * @param in with an array of its own; its position moves with what is read
   */
  PickleInput(String where, ByteBuffer in) {
    this.where = where;
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
  }

  int position() {
    return in.position();
  }

  int uint8() {
    return in.get() & 0xFF;
  }

  int uint16() {
    return in.getShort() & 0xFFFF;
  }

  int int32() {
    return in.getInt();
  }

  long uint32() {
    return in.getInt() & 0xFFFFFFFFL;
  }

  long int64() {
    return in.getLong();
  }

  /** The one number that pickles write with its highest byte first. */
  double float64() {
    return Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
  }

  byte[] bytes(long length) {
    byte[] bytes = new byte[checked(length)];
    in.get(bytes);
    return bytes;
  }

  String text(long length, Charset charset) {
    int begin = in.position();
    in.position(begin + checked(length));
    return new String(in.array(), in.arrayOffset() + begin, in.position() - begin, charset);
  }

  /**
   * A whole number of {@code length} bytes: a {@link Long} if it fits, else a {@link BigInteger}.
   */
  Number integer(long length) {
    byte[] bytes = bytes(length);
    if (bytes.length > Long.BYTES) {
      reverse(bytes);
      return new BigInteger(bytes);
    }
    long value = bytes.length > 0 && bytes[bytes.length - 1] < 0 ? -1 : 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[i] & 0xFF);
    }
    return value;
  }

  String line() {
    StringBuilder line = new StringBuilder();
    for (int c = uint8(); c != '\n'; c = uint8()) {
      line.append((char) c);
      if (line.length() > MAX_LINE) {
        throw malformed("a name has over " + MAX_LINE + " characters");
      }
    }
    return line.toString();
  }

  InputException malformed(String what) {
    return new InputException(where + ": damaged pickle (" + what + "); fetch or make it again");
  }

  private int checked(long length) {
    if (length < 0 || length > in.remaining()) {
      throw malformed(
          "expected " + Long.toUnsignedString(length) + " more bytes, received " + in.remaining());
    }
    return (int) length;
  }

  private static void reverse(byte[] bytes) {
    for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
      byte b = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = b;
    }
  }
}
