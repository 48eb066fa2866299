package convnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpicklerTest {
  private static Object read(byte[] pickle) {
    return Unpickler.read("some/file", pickle, Map.of());
  }

  /**
   * {@code pickle.dumps({'a': [1, 300, -5, 2**40, -2**40], 'ü': (1.5, None, True, False), 'b':
   * b'\x00\xff', 'e': ((), {}, [], (1,), (1, 2), (1, 2, 3)), 1: 'x'}, protocol=P)} by CPython 3.11.
   */
  @ParameterizedTest
  @ValueSource(strings = {PYTHON3_PROTOCOL3, PYTHON3_PROTOCOL4, PYTHON3_PROTOCOL5})
  void readsWhatPythonWrites(String hex) {
    Map<?, ?> map = (Map<?, ?>) read(HexFormat.of().parseHex(hex));
    assertThat(map.keySet()).map(Object::toString).containsExactly("a", "ü", "b", "e", "1");
    assertThat(map.get("a")).isEqualTo(List.of(1L, 300L, -5L, 1L << 40, -(1L << 40)));
    assertThat(map.get("ü")).isEqualTo(List.of(1.5, Unpickler.None.NONE, true, false));
    assertThat((byte[]) map.get("b")).containsExactly(0, 0xFF);
    assertThat(map.get("e"))
        .isEqualTo(
            List.of(
                List.of(), Map.of(), List.of(), List.of(1L), List.of(1L, 2L), List.of(1L, 2L, 3L)));
    assertThat(map.get(1L)).isEqualTo("x");
  }

  @Test
  void readsPython2Strings() {
    byte[] pickle =
        Pickle.protocol2().op('(').str("a\u00e9").longStr(new byte[] {0, -1}).op('t').stop();
    assertThat(read(pickle)).isEqualTo(List.of("a\u00e9", "\u0000\u00ff"));
  }

  @Test
  void readsAnObjectThatIsMadeFirstAndFilledAfterwards() {
    List<Object> seen = new ArrayList<>();
    Unpickler.Buildable buildable = seen::add;
    byte[] pickle =
        Pickle.protocol2()
            .global("some.module", "Thing")
            .integer(7)
            .raw(0x85)
            .op('R')
            .str("state")
            .op('b')
            .stop();
    Object result =
        Unpickler.read(
            "f",
            pickle,
            Map.of(
                "some.module.Thing",
                arguments -> {
                  seen.addAll(arguments);
                  return buildable;
                }));
    assertThat(result).isSameAs(buildable);
    assertThat(seen).containsExactly(7L, "state");
  }

  /** What {@code pickle.loads} would run as a shell command. */
  @Test
  void codeInAPickleIsNamedAndNeverRun(@TempDir Path folder) {
    Path proof = folder.resolve("proof");
    for (String[] name :
        List.of(
            new String[] {"os", "system"},
            new String[] {"posix", "system"},
            new String[] {"builtins", "eval"},
            new String[] {"java.lang", "Runtime"})) {
      byte[] pickle =
          Pickle.protocol2()
              .global(name[0], name[1])
              .str("touch " + proof)
              .raw(0x85)
              .op('R')
              .stop();
      assertThatThrownBy(() -> read(pickle))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "some/file: this pickle wants to use '"
                  + String.join(".", name)
                  + "', which data never needs; nothing was run; do not trust this file");
    }
    assertThat(Files.exists(proof)).isFalse();
  }

  @Test
  void codeNamedFromTheStackIsRefusedToo() {
    byte[] pickle = Pickle.protocol2().str("os").str("system").raw(0x93).stop();
    assertThatThrownBy(() -> read(pickle))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'os.system'");
  }

  @Test
  void otherWaysToMakeObjectsAreUnknown() {
    // INST, OBJ, NEWOBJ_EX, EXT1, PERSID
    for (int opcode : new int[] {'i', 'o', 0x92, 0x82, 'P'}) {
      assertThatThrownBy(() -> read(Pickle.protocol2().op('N').op('N').raw(opcode, 1).stop()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(String.format("unknown opcode 0x%02x at 4", opcode));
    }
  }

  @Test
  void absurdLengthsAreErrorsAndNotMemory() {
    List<Pickle> absurd =
        List.of(
            Pickle.protocol2().op('T').int32(Integer.MAX_VALUE),
            Pickle.protocol2().op('T').int32(-1),
            Pickle.protocol2().op('X').int32(-1),
            Pickle.protocol2().op('B').int32(Integer.MIN_VALUE),
            Pickle.protocol2().raw(0x8E).int64(Long.MAX_VALUE),
            Pickle.protocol2().raw(0x8D).int64(-1),
            Pickle.protocol2().raw(0x96).int64(1L << 40));
    for (Pickle pickle : absurd) {
      assertThatThrownBy(() -> read(pickle.stop()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("more bytes, received 1)");
    }
  }

  @Test
  void aStreamThatOnlyMakesObjectsEnds() {
    byte[] pickle = new byte[20_000_000];
    Arrays.fill(pickle, (byte) ']');
    assertThatThrownBy(() -> read(pickle))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("it takes over 4194304 steps");
  }

  @Test
  void aListThatHoldsItselfIsNoKey() {
    byte[] pickle =
        Pickle.protocol2()
            .op('}')
            .op(']')
            .raw('q', 0)
            .raw('h', 0)
            .op('a')
            .integer(1)
            .op('s')
            .stop();
    assertThatThrownBy(() -> read(pickle))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("neither text nor a number");
  }

  @Test
  void aPickleCutAnywhereIsOneError() {
    byte[] whole = HexFormat.of().parseHex(PYTHON3_PROTOCOL4);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("some/file: damaged pickle");
    }
  }

  @Property
  void anyBytesAreAnObjectOrOneError(@ForAll byte[] bytes) {
    readOrOneError(bytes);
  }

  @Property
  void anyDamageIsAnObjectOrOneError(@ForAll int position, @ForAll byte value) {
    byte[] bytes = HexFormat.of().parseHex(PYTHON3_PROTOCOL4);
    bytes[Math.floorMod(position, bytes.length)] = value;
    readOrOneError(bytes);
  }

  private static void readOrOneError(byte[] bytes) {
    try {
      assertThat(read(bytes)).isNotNull();
    } catch (InputException e) {
      assertThat(e).hasMessageStartingWith("some/file: ");
    }
  }

  @Test
  void namesTheProtocolsItReads() {
    assertThatThrownBy(() -> read(new byte[] {(byte) 0x80, 9, '.'}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected protocol 2 to 5, received 9");
    assertThatThrownBy(() -> read("hello".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(InputException.class);
  }

  private static final String PYTHON3_PROTOCOL3 =
      "80037d71002858010000006171015d7102284b014d2c014afbffffff8a060000000000018a0600000000"
          + "00ff655802000000c3bc710328473ff80000000000004e88897471045801000000627105430200ff7106"
          + "580100000065710728297d71085d71094b0185710a4b014b0286710b4b014b024b0387710c74710d4b01"
          + "580100000078710e752e";

  private static final String PYTHON3_PROTOCOL4 =
      "80049568000000000000007d94288c0161945d94284b014d2c014afbffffff8a060000000000018a0600"
          + "00000000ff658c02c3bc9428473ff80000000000004e888974948c016294430200ff948c01659428297d"
          + "945d944b0185944b014b0286944b014b024b03879474944b018c017894752e";

  private static final String PYTHON3_PROTOCOL5 =
      "80059568000000000000007d94288c0161945d94284b014d2c014afbffffff8a060000000000018a0600"
          + "00000000ff658c02c3bc9428473ff80000000000004e888974948c016294430200ff948c01659428297d"
          + "945d944b0185944b014b0286944b014b024b03879474944b018c017894752e";
}
