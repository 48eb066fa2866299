package convnet4j.io;

import convnet4j.errors.InputException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
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
 * <p>Python's {@code int} becomes {@link Long} ({@link java.math.BigInteger} beyond 64 bits),
 * {@code float} {@link Double}, {@code str} {@link String}, Python 2's {@code str} a {@link String}
 * with one char per byte, {@code bytes} and {@code bytearray} {@code byte[]}, {@code list}, {@code
 * tuple} and {@code set} {@link List}, {@code dict} {@link Map} in its order, and a class or
 * function that is not called {@link Name}. A list may hold itself: ask none for its hash code or
 * its text.
 */
public final class Unpickler {
  /** An opcode of one byte makes an object of dozens: this bounds what a large stream can make. */
  private static final int MAX_STEPS = 1 << 22;

  /** A longer key could be compared over and over for a few bytes of the stream. */
  private static final int MAX_KEY = 1024;

  private static final String ADVICE = "do not trust this file";

  private final String where;
  private final PickleInput in;
  private final Vocabulary vocabulary;
  private final List<Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private Unpickler(String where, PickleInput in, Vocabulary vocabulary) {
    this.where = where;
    this.in = in;
    this.vocabulary = vocabulary;
  }

  /** Stands in for a Python class or function. */
  @FunctionalInterface
  public interface Constructor {
    /**
     * What calling it gives. A few bytes can call it again with the same arguments, so it should
     * not copy what they hold.
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

  /**
   * A class or function that a pickle names as a value, such as the type of a storage.
   *
   * @param name with its module, {@code torch.FloatStorage}
   */
  public record Name(String name) {}

  /** Finds what lies outside of the pickle. */
  @FunctionalInterface
  public interface PersistentLoader {
    /**
     * What a persistent id stands for.
     *
     * @throws IllegalArgumentException when it is no such id
     */
    Object load(Object id);
  }

  /**
   * What a pickle may say.
   *
   * @param names what it may name, such as {@code numpy.core.multiarray._reconstruct}
   * @param persistent what its persistent ids mean
   * @param advice what to do about a pickle that names something else
   */
  public record Vocabulary(
      Map<String, Constructor> names, PersistentLoader persistent, String advice) {
    public Vocabulary {
      names = Map.copyOf(names);
    }
  }

  /**
   * Reads the first object of a pickle.
   *
   * @param where named in errors, such as the path of the file
   * @param allowed what the pickle may name, such as {@code numpy.core.multiarray._reconstruct}
   * @throws InputException when the pickle is damaged or names anything else
   */
  public static Object read(String where, byte[] pickle, Map<String, Constructor> allowed) {
    return read(where, ByteBuffer.wrap(pickle), new Vocabulary(allowed, Unpickler::no, ADVICE));
  }

  /**
   * As {@link #read(String, byte[], Map)}, from the position of a buffer, which moves behind the
   * pickle.
   *
   * @param pickle a buffer with an array; what is behind the pickle does not matter
   */
  public static Object read(String where, ByteBuffer pickle, Vocabulary vocabulary) {
    PickleInput in = new PickleInput(where, pickle);
    try {
      return new Unpickler(where, in, vocabulary).run();
    } catch (InputException e) {
      throw e;
    } catch (BufferUnderflowException e) {
      throw in.malformed("it ends too early");
    } catch (RuntimeException e) {
      // Wrong casts, missing elements, refused arguments: a stream can be wrong in every way.
      throw in.malformed("its objects do not fit together");
    }
  }

  private static Object no(Object id) {
    throw new IllegalArgumentException("nothing lies outside of this pickle");
  }

  private Object run() {
    for (int steps = 0; steps < MAX_STEPS; steps++) {
      int opcode = in.uint8();
      if (opcode == '.') {
        return pop();
      }
      step(opcode);
    }
    throw in.malformed("it takes over " + MAX_STEPS + " steps");
  }

  /** One opcode; names and meanings as in Python's {@code pickletools}. */
  private void step(int opcode) {
    switch (opcode) {
      case 0x80 -> protocol(in.uint8()); // PROTO
      case 0x95 -> in.int64(); // FRAME: only a hint for buffering
      case '(' -> marks.add(stack.size()); // MARK
      case '0' -> pop(); // POP
      case '1' -> popMark(); // POP_MARK
      case '2' -> push(top()); // DUP
      case 'h', 'j' -> get(opcode == 'h' ? in.uint8() : in.int32()); // BINGET, LONG_BINGET
      case 'q' -> memo.put(in.uint8(), top()); // BINPUT
      case 'r' -> memo.put(in.int32(), top()); // LONG_BINPUT
      case 0x94 -> memo.put(memo.size(), top()); // MEMOIZE
      case 'c' -> global(in.line(), in.line()); // GLOBAL
      case 0x93 -> stackGlobal(); // STACK_GLOBAL
      case 'R', 0x81 -> construct(); // REDUCE, NEWOBJ
      case 'Q' -> push(vocabulary.persistent().load(pop())); // BINPERSID
      case 'b' -> build(); // BUILD
      case ']', 0x8F -> push(new ArrayList<>()); // EMPTY_LIST, EMPTY_SET
      case 'a' -> append(List.of(pop())); // APPEND
      case 'e', 0x90 -> append(popMark()); // APPENDS, ADDITEMS
      case ')' -> push(List.of()); // EMPTY_TUPLE
      case 't', 0x91 -> push(popMark()); // TUPLE, FROZENSET
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
      case 'K' -> push((long) in.uint8()); // BININT1
      case 'M' -> push((long) in.uint16()); // BININT2
      case 'J' -> push((long) in.int32()); // BININT
      case 0x8A -> push(in.integer(in.uint8())); // LONG1
      case 0x8B -> push(in.integer(in.int32())); // LONG4
      case 'G' -> push(in.float64()); // BINFLOAT
      case 'U' -> push(in.text(in.uint8(), StandardCharsets.ISO_8859_1)); // SHORT_BINSTRING
      case 'T' -> push(in.text(in.int32(), StandardCharsets.ISO_8859_1)); // BINSTRING
      case 0x8C -> push(in.text(in.uint8(), StandardCharsets.UTF_8)); // SHORT_BINUNICODE
      case 'X' -> push(in.text(in.uint32(), StandardCharsets.UTF_8)); // BINUNICODE
      case 0x8D -> push(in.text(in.int64(), StandardCharsets.UTF_8)); // BINUNICODE8
      case 'C' -> push(in.bytes(in.uint8())); // SHORT_BINBYTES
      case 'B' -> push(in.bytes(in.uint32())); // BINBYTES
      case 0x8E, 0x96 -> push(in.bytes(in.int64())); // BINBYTES8, BYTEARRAY8
      default ->
          throw in.malformed(
              String.format("unknown opcode 0x%02x at %s", opcode, in.position() - 1));
    }
  }

  /** Python's None: collections of the JDK that refuse null would turn it into a crash. */
  public enum None {
    NONE
  }

  private void protocol(int version) {
    if (version < 2 || version > 5) {
      throw in.malformed("expected protocol 2 to 5, received " + version);
    }
  }

  private void global(String module, String name) {
    String full = module + "." + name;
    if (!vocabulary.names().containsKey(full)) {
      throw new InputException(
          where
              + ": this pickle wants to use '"
              + full
              + "', which data never needs; nothing was run; "
              + vocabulary.advice());
    }
    push(new Name(full));
  }

  private void stackGlobal() {
    List<Object> names = popLast(2);
    String module = (String) names.get(0);
    String name = (String) names.get(1);
    if (module.length() + name.length() > PickleInput.MAX_LINE) {
      throw in.malformed("a name has over " + PickleInput.MAX_LINE + " characters");
    }
    global(module, name);
  }

  private void construct() {
    List<Object> call = popLast(2);
    Name function = (Name) call.get(0);
    push(vocabulary.names().get(function.name()).construct(list(call.get(1))));
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
      map.put(keyHere(items.get(i)), items.get(i + 1));
    }
  }

  private Object keyHere(Object key) {
    try {
      return key(key);
    } catch (IllegalArgumentException e) {
      throw in.malformed(e.getMessage());
    }
  }

  /**
   * A key of a map as a {@link Constructor} or {@link PersistentLoader} may use it: short text or a
   * number. Hashing a list that holds itself would never end, and long texts could be compared over
   * and over.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static Object key(Object key) {
    return switch (key) {
      case String s when s.length() <= MAX_KEY -> s;
      case Long n -> n;
      case Double d -> d;
      case byte[] b when b.length <= MAX_KEY -> new String(b, StandardCharsets.ISO_8859_1);
      case String s ->
          throw new IllegalArgumentException(
              "a dictionary has a key of " + s.length() + " characters");
      default ->
          throw new IllegalArgumentException(
              "a dictionary has a key that is neither text nor a number");
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
    require(1);
    return stack.removeLast();
  }

  private List<Object> popLast(int n) {
    require(n);
    return popFrom(stack.size() - n);
  }

  private void require(int n) {
    int floor = marks.isEmpty() ? 0 : marks.getLast();
    if (stack.size() - n < floor) {
      throw in.malformed("an opcode finds too little on the stack");
    }
  }

  private List<Object> popMark() {
    if (marks.isEmpty()) {
      throw in.malformed("an opcode finds no mark on the stack");
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
      throw in.malformed("it refers to an object that it never made");
    }
    push(value);
  }
}
