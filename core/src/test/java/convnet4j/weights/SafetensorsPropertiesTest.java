package convnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.errors.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class SafetensorsPropertiesTest {
  private static Path path;

  @BeforeContainer
  static void create() throws IOException {
    path = Files.createTempFile("convnet4j", ".safetensors");
  }

  @AfterContainer
  static void delete() throws IOException {
    Files.delete(path);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsReadBack(@ForAll("files") TensorFile file) throws IOException {
    Files.write(path, bytes(file));
    TensorFile read = Safetensors.read(path);
    assertThat(read).isEqualTo(file);
    assertThat(read.tensors().keySet()).containsExactlyElementsOf(file.tensors().keySet());
    assertThat(read.metadata().keySet()).containsExactlyElementsOf(file.metadata().keySet());
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void aDamagedFileIsReadOrRefusedInOneLine(@ForAll("files") TensorFile file, @ForAll Random random)
      throws IOException {
    Files.write(path, damaged(bytes(file), random));
    try {
      assertThat(Safetensors.read(path)).isNotNull();
    } catch (InputException e) {
      assertThat(e.getMessage()).startsWith(path + ": ").doesNotContain("\n");
    }
  }

  /** Not through the atomic writer: syncing the disk thousands of times takes minutes. */
  private static byte[] bytes(TensorFile file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(out, file);
    return out.toByteArray();
  }

  /** Changes, cuts, repeats; half of the changes are of digits, which move lengths and offsets. */
  private static byte[] damaged(byte[] bytes, Random random) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(8)) {
        case 0 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(20));
        case 2 -> bytes[at] = (byte) random.nextInt(256);
        case 3 -> bytes[random.nextInt(Math.min(8, bytes.length))] = (byte) random.nextInt(256);
        default -> {
          for (int j = at; j < bytes.length; j++) {
            if (bytes[j] >= '0' && bytes[j] <= '9') {
              bytes[j] = (byte) ('0' + random.nextInt(10));
              break;
            }
          }
        }
      }
    }
    return bytes;
  }

  @Provide
  Arbitrary<TensorFile> files() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(12);
    Arbitrary<String> name = text.filter(n -> !n.equals("__metadata__"));
    Arbitrary<SequencedMap<String, HostTensor>> tensors =
        Arbitraries.maps(name, tensors()).ofMaxSize(5).map(LinkedHashMap::new);
    Arbitrary<Map<String, String>> metadata =
        Arbitraries.maps(text, text).ofMaxSize(3).map(LinkedHashMap::new);
    return Combinators.combine(metadata, tensors).as(TensorFile::new);
  }

  private static Arbitrary<HostTensor> tensors() {
    Arbitrary<List<Integer>> shapes = Arbitraries.integers().between(0, 4).list().ofMaxSize(4);
    return Combinators.combine(Arbitraries.of(DType.class), shapes, Arbitraries.randoms())
        .as(
            (dtype, shape, random) -> {
              int count = shape.stream().reduce(1, Math::multiplyExact);
              byte[] bytes = new byte[count * dtype.bytes()];
              random.nextBytes(bytes);
              return new HostTensor(dtype, shape, ByteBuffer.wrap(bytes));
            });
  }
}
