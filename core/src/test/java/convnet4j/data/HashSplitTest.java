package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.io.Archive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HashSplitTest {
  private record Nothing(String path) implements Archive.Entry {
    @Override
    public long size() {
      return 0;
    }

    @Override
    public byte[] read() {
      return new byte[0];
    }
  }

  private static ImageFile file(String path) {
    return new ImageFile(path, 0, new Nothing(path));
  }

  private static List<ImageFile> files(String name, int n) {
    return IntStream.range(0, n).mapToObj(i -> file(name + "/" + i + ".jpg")).toList();
  }

  /** By Python: int.from_bytes(sha256(path.encode()).digest()[:8], 'big') / 2**64 < 0.2. */
  @Test
  void goldenValues() {
    assertThat(HashSplit.isTest("daisy/1.jpg")).isFalse(); // 0.776
    assertThat(HashSplit.isTest("rose/a.png")).isTrue(); // 0.014
    assertThat(HashSplit.isTest("rose/c.png")).isFalse(); // 0.400
    assertThat(HashSplit.isTest("튤립/사진 1.jpg")).isTrue(); // 0.098
  }

  /** 20,000 files: 0.2 within 5 sigma. */
  @Test
  void holdsAFifthBack() {
    assertThat(HashSplit.test(files("a", 20_000))).hasSizeBetween(3717, 4283);
  }

  @Property(tries = 300)
  void bothSidesHaveAnImage(@ForAll int name, @ForAll @IntRange(min = 2, max = 12) int n) {
    List<ImageFile> files = files("c" + name, n);
    assertThat(HashSplit.test(files)).isNotEmpty().hasSizeLessThan(n).isSubsetOf(files);
  }

  @Test
  void aFileStaysOnItsSideWhateverIsAdded() {
    List<ImageFile> files = new ArrayList<>(files("b", 100));
    Set<ImageFile> before = new HashSet<>(HashSplit.test(files));
    files.addAll(0, files("a", 50));
    Set<ImageFile> after = new HashSet<>(HashSplit.test(files));
    after.removeIf(file -> file.path().startsWith("a/"));
    assertThat(after).isEqualTo(before);
  }
}
