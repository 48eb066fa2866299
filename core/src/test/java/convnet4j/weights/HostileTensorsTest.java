package convnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.io.Pickle;
import convnet4j.net.Graph;
import convnet4j.net.Resolver;
import convnet4j.zoo.Zoo;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole pickles whose tensors say what no honest program says: of storages of another type, of
 * views, of sizes that are zero or far too large, under names of any length. Each is the tensor
 * that the file describes, found by a plain loop over its indices, or refused.
 */
class HostileTensorsTest {
  private static final int BYTES = 48;
  private static final int CASES = 6000;

  /** Copies of so many bytes are allowed to the smallest file. */
  private static final long COPIED = 1 << 16;

  /** No key may be longer. */
  private static final int KEY = 1024;

  /** PyTorch's names of a type, and bytes per element. */
  private record Type(String module, String storage, String dtype, int width) {}

  private static final Type UNTYPED = new Type("torch.storage", "UntypedStorage", "uint8", 1);
  private static final Type F32 = new Type("torch", "FloatStorage", "float32", 4);
  private static final List<Type> TYPES =
      List.of(
          UNTYPED,
          F32,
          new Type("torch", "ByteStorage", "uint8", 1),
          new Type("torch", "HalfStorage", "float16", 2),
          new Type("torch", "BFloat16Storage", "bfloat16", 2),
          new Type("torch", "LongStorage", "int64", 8),
          new Type("torch", "DoubleStorage", "float64", 8));

  @TempDir Path folder;
  private HostileFile file;
  private final Random random = new Random(4);

  @BeforeEach
  void file() throws IOException {
    file = new HostileFile(folder.resolve("hostile.pt"));
  }

  /**
   * One tensor as a pickle describes it.
   *
   * @param stored type of the storage, which has {@link #BYTES}
   * @param view of the storage: begin and count of its elements; empty for all of it
   * @param type of the tensor; of another than the storage only in _rebuild_tensor_v3
   */
  private record Planned(
      String key,
      Type stored,
      List<Long> view,
      Type type,
      long offset,
      List<Long> size,
      List<Long> stride) {
    void write(Pickle pickle) {
      boolean typed = stored != type;
      pickle.global("torch._utils", typed ? "_rebuild_tensor_v3" : "_rebuild_tensor_v2").op('(');
      pickle.op('(').str("storage").global(stored.module, stored.storage);
      pickle.longStr(key.getBytes(StandardCharsets.US_ASCII)).str("cpu");
      whole(pickle, BYTES / stored.width);
      if (!view.isEmpty()) {
        pickle.op('(').str("view");
        view.forEach(n -> whole(pickle, n));
        pickle.op('t');
      }
      pickle.op('t').op('Q');
      whole(pickle, offset);
      for (List<Long> numbers : List.of(size, stride)) {
        pickle.op('(');
        numbers.forEach(n -> whole(pickle, n));
        pickle.op('t');
      }
      pickle.raw(0x89).op('}');
      if (typed) {
        pickle.global("torch", type.dtype);
      }
      pickle.op('t').op('R');
    }

    private static void whole(Pickle pickle, long value) {
      pickle.raw(0x8A, 8).int64(value);
    }

    /** Bytes of all elements; a file can ask for any number of them by strides of 0. */
    BigInteger length() {
      return size.stream()
          .map(BigInteger::valueOf)
          .reduce(BigInteger.valueOf(type.width), BigInteger::multiply);
    }

    boolean isEmpty() {
      return size.contains(0L);
    }

    /** Whether all of it lies where it says that it lies. */
    boolean isSound() {
      long begin = view.isEmpty() ? 0 : view.get(0);
      long count = view.isEmpty() ? BYTES / stored.width : view.get(1);
      boolean inside =
          begin >= 0 && begin <= BYTES && count >= 0 && count <= BYTES / stored.width - begin;
      boolean plain =
          size.size() == stride.size()
              && size.stream().allMatch(n -> n >= 0 && n <= Integer.MAX_VALUE)
              && stride.stream().allMatch(n -> n >= 0);
      if (!inside || !plain || isEmpty()) {
        return inside && plain;
      }
      BigInteger last = BigInteger.valueOf(offset);
      for (int d = 0; d < size.size(); d++) {
        BigInteger steps = BigInteger.valueOf(size.get(d) - 1);
        last = last.add(steps.multiply(BigInteger.valueOf(stride.get(d))));
      }
      BigInteger end = last.add(BigInteger.ONE).multiply(BigInteger.valueOf(type.width));
      return offset >= 0 && end.compareTo(BigInteger.valueOf(count * stored.width)) <= 0;
    }

    /** The elements' bytes, one index after the other. */
    ByteBuffer elements(byte[] storage) {
      ByteBuffer out = ByteBuffer.allocate(length().intValueExact());
      long begin = view.isEmpty() ? 0 : view.get(0) * stored.width;
      for (int i = 0; i < out.capacity() / type.width; i++) {
        long at = offset;
        long rest = i;
        for (int d = size.size() - 1; d >= 0; d--) {
          at += rest % size.get(d) * stride.get(d);
          rest /= size.get(d);
        }
        out.put(storage, (int) (begin + at * type.width), type.width);
      }
      return out.flip();
    }
  }

  private long oneOf(long... values) {
    return values[random.nextInt(values.length)];
  }

  private boolean seldom() {
    return random.nextInt(8) == 0;
  }

  private Planned planned() {
    Type stored = TYPES.get(random.nextInt(TYPES.size()));
    Type type = random.nextBoolean() ? stored : TYPES.get(random.nextInt(TYPES.size()));
    long elements = BYTES / stored.width;
    List<Long> view = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      long begin = seldom() ? oneOf(-1, 49, 1L << 31, Long.MAX_VALUE) : random.nextLong(elements);
      long count = seldom() ? oneOf(-1, 49, 1L << 62, Long.MAX_VALUE) : elements - begin;
      view.addAll(List.of(begin, count));
    }
    List<Long> size = new ArrayList<>();
    List<Long> stride = new ArrayList<>();
    long most = Math.max(1, (view.isEmpty() ? elements : elements - view.get(0)) * stored.width);
    long next = 1;
    for (int rank = random.nextInt(5); rank > 0; rank--) {
      boolean wild = random.nextInt(64) == 0;
      long n = oneOf(1, 1, 2, 3, next * 4 * type.width > most ? 1 : 4);
      size.addFirst(wild ? oneOf(0, 0, -1, 7000, Integer.MAX_VALUE, 1L << 31, 1L << 62) : n);
      stride.addFirst(seldom() ? oneOf(0, 0, 1, 3, -1, 1L << 31, Long.MAX_VALUE) : next);
      next *= n;
    }
    if (random.nextInt(20) == 0) { // the product of the others overflows, and is none
      size.addAll(List.of(2147483647L, 2147483647L, 2147483647L, 0L));
      stride.addAll(List.of(1L, 1L, 1L, 1L));
    }
    if (random.nextInt(60) == 0) {
      stride.add(1L);
    }
    long offset = random.nextInt(3) > 0 ? 0 : seldom() ? oneOf(-1, 48, 1L << 61) : 1;
    return new Planned("0", stored, view, type, offset, size, stride);
  }

  /** A name that is told from the others by what it ends in. */
  private String name(int i) {
    String name =
        switch (random.nextInt(4)) {
          case 0 -> "module.".repeat(random.nextInt(140));
          case 1 -> "k".repeat(random.nextInt(KEY));
          default -> "layer.";
        };
    return (random.nextInt(40) == 0 ? "k".repeat(KEY) : name) + i;
  }

  @Test
  void tensorsAreWhatTheFileDescribesOrRefused() throws IOException {
    Graph graph = Resolver.resolve(Zoo.create("resnet20", Map.of()));
    int read = 0;
    for (int i = 0; i < CASES; i++) {
      Map<String, Planned> plan = new LinkedHashMap<>();
      for (int n = random.nextInt(3); n >= 0; n--) {
        Planned next = planned();
        // One storage has one type.
        boolean same = plan.values().stream().allMatch(p -> p.stored.equals(next.stored));
        plan.put(name(n), same ? next : plan.values().iterator().next());
      }
      byte[] storage = new byte[BYTES];
      random.nextBytes(storage);
      Optional<TensorFile> got = file.read(written(plan, storage));
      boolean sound =
          plan.values().stream().allMatch(Planned::isSound)
              && plan.keySet().stream().allMatch(name -> name.length() <= KEY);
      BigInteger copied =
          plan.values().stream().map(Planned::length).reduce(BigInteger.ZERO, BigInteger::add);
      boolean small = copied.compareTo(BigInteger.valueOf(COPIED)) <= 0;
      assertThat(got.isPresent() ? sound : !sound || !small).as(plan.toString()).isTrue();
      if (got.isPresent()) {
        read++;
        plan.forEach((name, p) -> assertIs(p, got.get().tensors().get(name), storage));
        // Any names at all are names of some dialect, or of none.
        assertThat(Dialect.detect(graph, got.get().tensors()).mismatch().faults()).isPositive();
      }
    }
    // Neither is the exception: with this seed it is 3,882.
    assertThat(read).isBetween(CASES / 2, CASES * 3 / 4);
  }

  private static void assertIs(Planned planned, HostTensor tensor, byte[] storage) {
    assertThat(tensor.shape()).isEqualTo(planned.size.stream().map(Long::intValue).toList());
    assertThat(tensor.dtype().bytes()).isEqualTo(planned.type.width);
    ByteBuffer expected = planned.isEmpty() ? ByteBuffer.allocate(0) : planned.elements(storage);
    assertThat(tensor.data()).as(planned.toString()).isEqualTo(expected);
  }

  private byte[] written(Map<String, Planned> plan, byte[] storage) throws IOException {
    boolean pairs = random.nextBoolean();
    Pickle pickle = Pickle.protocol2();
    if (pairs) {
      pickle.global("collections", "OrderedDict").op(']').op('(');
    } else {
      pickle.op('}').op('(');
    }
    plan.forEach(
        (name, planned) -> {
          pickle.longStr(name.getBytes(StandardCharsets.US_ASCII));
          planned.write(pickle);
          if (pairs) {
            pickle.raw(0x86);
          }
        });
    byte[] root = (pairs ? pickle.op('e').raw(0x85).op('R') : pickle.op('u')).stop();
    long elements = BYTES / plan.values().iterator().next().stored.width;
    return random.nextBoolean()
        ? HostileFile.zip(Map.of("data.pkl", root, "data/0", storage))
        : HostileFile.legacy(root, List.of(new HostileFile.Storage("0", elements, storage)));
  }

  /** Two keys that are equal and long, compared once per pair, were minutes of a small file. */
  @Test
  void longKeysAreRefusedHoweverTheyCome() throws IOException {
    Planned sound = new Planned("0", F32, List.of(), F32, 0, List.of(2L), List.of(1L));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int length : new int[] {KEY, KEY + 1}) {
      byte[] key = "k".repeat(length).getBytes(StandardCharsets.US_ASCII);
      Pickle pairs = Pickle.protocol2().global("collections", "OrderedDict").op(']').longStr(key);
      sound.write(pairs);
      entries.put("data.pkl", pairs.raw(0x86).op('a').raw(0x85).op('R').stop());
      entries.put("data/0", new byte[BYTES]);
      assertThat(file.read(HostileFile.zip(entries)).isPresent()).isEqualTo(length == KEY);

      String storage = "k".repeat(length);
      Planned spoken = new Planned(storage, F32, List.of(), F32, 0, List.of(2L), List.of(1L));
      Pickle items = Pickle.protocol2().op('}').str("w");
      spoken.write(items);
      entries.put("data.pkl", items.op('s').stop());
      entries.put("data/" + storage, new byte[BYTES]);
      assertThat(file.read(HostileFile.zip(entries)).isPresent()).isEqualTo(length == KEY);
      entries.clear();
    }
  }

  @Test
  void aViewBeginsInElementsOfItsStorageAndATensorInItsOwn() throws IOException {
    byte[] storage = new byte[BYTES];
    ByteBuffer floats = ByteBuffer.wrap(storage).order(ByteOrder.LITTLE_ENDIAN);
    floats.putFloat(12, 1.5f).putFloat(16, -2);
    Planned planned = new Planned("0", UNTYPED, List.of(8L, 40L), F32, 1, List.of(2L), List.of(1L));
    TensorFile read = file.read(written(Map.of("w", planned), storage)).orElseThrow();
    assertThat(read.tensors().get("w").toFloats()).containsExactly(1.5f, -2);
  }
}
