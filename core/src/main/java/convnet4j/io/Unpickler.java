package convnet4j.io;

import convnet4j.errors.InputException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Python pickles of protocols 2 to 5 as data. A pickle is a program that may call anything
 * Python can import; here it can name only what the caller allows, and everything else is an error.
 * No length in the stream sets aside memory that the stream itself does not fill.
 *
 * <p>Python's {@code int} becomes {@link Long}, {@code float} {@link Double}, {@code str} {@link
 * String}, Python 2's {@code str} a {@link String} with one char per byte, {@code bytes} and {@code
 * bytearray} {@code byte[]}, {@code list} and {@code tuple} {@link List}, {@code dict} {@link Map}
 * in its order.
 */
public final class Unpickler {
  private static final int MAX_LINE = 256;

  /** An opcode of one byte makes an object of dozens: this bounds what a large stream can make. */
  private static final int MAX_STEPS = 1 << 22;

  private final String where;
  private final ByteBuffer in;
  private final Map<String, Constructor> allowed;
  private final List<Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private Unpickler(String where, byte[] pickle, Map<String, Constructor> allowed) {
    this.where = where;
    this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    this.allowed = allowed;
  }

  /** Stands in for a Python class or function. */
  @FunctionalInterface
  public interface Constructor {
    /**
     * What calling it gives.
     *
     * @throws IllegalArgumentException when it does not take such arguments
     */
    Object construct(List<Object> arguments);
  }

  /** An object that a pickle makes first and fills afterwards. */
  @FunctionalInterface
  public interface Buildable {
    /**
     * Takes the state in, as {@code __setstate__}.
     *
     * @throws IllegalArgumentException when it is not such a state
     */
    void build(Object state);
  }

  private record Global(String name) {}

  /**
   * Reads the first object of a pickle.
   *
   * @param where named in errors, such as the path of the file
   * @param allowed what the pickle may name, such as {@code numpy.core.multiarray._reconstruct}
   * @throws InputException when the pickle is damaged or names anything else
   */
  public static Object read(String where, byte[] pickle, Map<String, Constructor> allowed) {
    Unpickler unpickler = new Unpickler(where, pickle, allowed);
    try {
      return unpickler.run();
    } catch (InputException e) {
      throw e;
    } catch (BufferUnderflowException e) {
      throw unpickler.malformed("it ends too early");
    } catch (RuntimeException e) {
      // Wrong casts, missing elements, refused arguments: a stream can be wrong in every way.
      throw unpickler.malformed("its objects do not fit together");
    }
  }

  private Object run() {
    for (int steps = 0; steps < MAX_STEPS; steps++) {
      int opcode = in.get() & 0xFF;
      if (opcode == '.') {
        return pop();
      }
      step(opcode);
    }
    throw malformed("it takes over " + MAX_STEPS + " steps");
  }

  /** One opcode; names and meanings as in Python's {@code pickletools}. */
  private void step(int opcode) {
    switch (opcode) {
      case 0x80 -> protocol(in.get()); // PROTO
      case 0x95 -> in.getLong(); // FRAME: only a hint for buffering
      case '(' -> marks.add(stack.size()); // MARK
      case '0' -> pop(); // POP
      case '1' -> popMark(); // POP_MARK
      case '2' -> push(top()); // DUP
      case 'h', 'j' -> get(opcode == 'h' ? in.get() & 0xFF : in.getInt()); // BINGET, LONG_BINGET
      case 'q' -> memo.put(in.get() & 0xFF, top()); // BINPUT
      case 'r' -> memo.put(in.getInt(), top()); // LONG_BINPUT
      case 0x94 -> memo.put(memo.size(), top()); // MEMOIZE
      case 'c' -> global(line(), line()); // GLOBAL
      case 0x93 -> stackGlobal(); // STACK_GLOBAL
      case 'R' -> reduce(); // REDUCE
      case 'b' -> build(); // BUILD
      case ']' -> push(new ArrayList<>()); // EMPTY_LIST
      case 'a' -> append(List.of(pop())); // APPEND
      case 'e' -> append(popMark()); // APPENDS
      case ')' -> push(List.of()); // EMPTY_TUPLE
      case 't' -> push(popMark()); // TUPLE
      case 0x85, 0x86, 0x87 -> push(popLast(opcode - 0x84)); // TUPLE1, TUPLE2, TUPLE3
      case '}' -> push(new LinkedHashMap<>()); // EMPTY_DICT
      case 's' -> setItems(popLast(2)); // SETITEM
      case 'u' -> setItems(popMark()); // SETITEMS
      default -> scalar(opcode);
    }
  }

  private void scalar(int opcode) {
    switch (opcode) {
      case 'N' -> push(None.NONE); // NONE
      case 0x88 -> push(true); // NEWTRUE
      case 0x89 -> push(false); // NEWFALSE
      case 'K' -> push((long) (in.get() & 0xFF)); // BININT1
      case 'M' -> push((long) (in.getShort() & 0xFFFF)); // BININT2
      case 'J' -> push((long) in.getInt()); // BININT
      case 0x8A -> push(littleEndian(bytes(in.get() & 0xFF))); // LONG1
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong()))); // BINFLOAT
      case 'U' -> push(text(in.get() & 0xFF, StandardCharsets.ISO_8859_1)); // SHORT_BINSTRING
      case 'T' -> push(text(in.getInt(), StandardCharsets.ISO_8859_1)); // BINSTRING
      case 0x8C -> push(text(in.get() & 0xFF, StandardCharsets.UTF_8)); // SHORT_BINUNICODE
      case 'X' -> push(text(unsigned(in.getInt()), StandardCharsets.UTF_8)); // BINUNICODE
      case 0x8D -> push(text(in.getLong(), StandardCharsets.UTF_8)); // BINUNICODE8
      case 'C' -> push(bytes(in.get() & 0xFF)); // SHORT_BINBYTES
      case 'B' -> push(bytes(unsigned(in.getInt()))); // BINBYTES
      case 0x8E, 0x96 -> push(bytes(in.getLong())); // BINBYTES8, BYTEARRAY8
      default ->
          throw malformed(String.format("unknown opcode 0x%02x at %s", opcode, in.position() - 1));
    }
  }

  /** Python's None: collections of the JDK that refuse null would turn it into a crash. */
  public enum None {
    NONE
  }

  private void protocol(int version) {
    if (version < 2 || version > 5) {
      throw malformed("expected protocol 2 to 5, received " + version);
    }
  }

  private void global(String module, String name) {
    String full = module + "." + name;
    if (!allowed.containsKey(full)) {
      throw new InputException(
          where
              + ": this pickle wants to use '"
              + full
              + "', which data never needs; nothing was run; do not trust this file");
    }
    push(new Global(full));
  }

  private void stackGlobal() {
    List<Object> names = popLast(2);
    global((String) names.get(0), (String) names.get(1));
  }

  private void reduce() {
    List<Object> call = popLast(2);
    Global function = (Global) call.get(0);
    push(allowed.get(function.name()).construct(list(call.get(1))));
  }

  private void build() {
    Object state = pop();
    ((Buildable) top()).build(state);
  }

  private void append(List<Object> items) {
    list(top()).addAll(items);
  }

  @SuppressWarnings("unchecked")
  private void setItems(List<Object> items) {
    Map<Object, Object> map = (Map<Object, Object>) top();
    for (int i = 0; i < items.size(); i += 2) {
      map.put(key(items.get(i)), items.get(i + 1));
    }
  }

  /** Text and numbers only: hashing a list that holds itself would never end. */
  private Object key(Object key) {
    return switch (key) {
      case String s -> s;
      case Long n -> n;
      case byte[] b -> new String(b, StandardCharsets.ISO_8859_1);
      default -> throw malformed("a dictionary has a key that is neither text nor a number");
    };
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() {
    return stack.getLast();
  }

  private Object pop() {
    return popLast(1).getFirst();
  }

  private List<Object> popLast(int n) {
    int floor = marks.isEmpty() ? 0 : marks.getLast();
    if (stack.size() - n < floor) {
      throw malformed("an opcode finds too little on the stack");
    }
    return popFrom(stack.size() - n);
  }

  private List<Object> popMark() {
    if (marks.isEmpty()) {
      throw malformed("an opcode finds no mark on the stack");
    }
    return popFrom(marks.removeLast());
  }

  /** The tail of the stack, as a tuple: it can't be changed. */
  private List<Object> popFrom(int begin) {
    List<Object> tail = stack.subList(begin, stack.size());
    List<Object> values = Collections.unmodifiableList(new ArrayList<>(tail));
    tail.clear();
    return values;
  }

  private void get(int index) {
    Object value = memo.get(index);
    if (value == null) {
      throw malformed("it refers to an object that it never made");
    }
    push(value);
  }

  private static long unsigned(int value) {
    return value & 0xFFFFFFFFL;
  }

  private byte[] bytes(long length) {
    byte[] bytes = new byte[checked(length)];
    in.get(bytes);
    return bytes;
  }

  private String text(long length, Charset charset) {
    int begin = in.position();
    in.position(begin + checked(length));
    return new String(in.array(), begin, in.position() - begin, charset);
  }

  private int checked(long length) {
    if (length < 0 || length > in.remaining()) {
      throw malformed(
          "expected " + Long.toUnsignedString(length) + " more bytes, received " + in.remaining());
    }
    return (int) length;
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (int c = in.get(); c != '\n'; c = in.get()) {
      line.append((char) (c & 0xFF));
      if (line.length() > MAX_LINE) {
        throw malformed("a name has over " + MAX_LINE + " characters");
      }
    }
    return line.toString();
  }

  private Long littleEndian(byte[] bytes) {
    if (bytes.length > Long.BYTES) {
      throw malformed("a number has " + bytes.length + " bytes");
    }
    long value = bytes.length > 0 && bytes[bytes.length - 1] < 0 ? -1 : 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[i] & 0xFF);
    }
    return value;
  }

  private InputException malformed(String what) {
    return new InputException(where + ": damaged pickle (" + what + "); fetch or make it again");
  }
}
