package convnet4j.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The processor as the operating system describes it. Reads no native library.
 *
 * @param model its name; the architecture where the system does not tell
 * @param cores that this process may use
 * @param instructions those of {@link #NOTABLE} that it has, sorted
 */
public record Cpu(String model, int cores, List<String> instructions) {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Set<String> NOTABLE =
      Set.of(
          "avx2",
          "avx512f",
          "avx512_bf16",
          "avx512_vnni",
          "amx_bf16",
          "amx_tile",
          "asimd",
          "bf16",
          "sve");

  public Cpu {
    instructions = List.copyOf(instructions);
  }

  /** This machine's. */
  public static Cpu here() {
    String model = System.getProperty("os.arch");
    Set<String> found = new TreeSet<>();
    if (Files.isReadable(CPUINFO)) {
      try {
        for (String line : Files.readAllLines(CPUINFO)) {
          String[] field = line.split(":", 2);
          switch (field[0].strip()) {
            case "model name" -> model = field[1].strip();
            case "flags", "Features" -> {
              found.addAll(Arrays.asList(field[1].strip().split(" ")));
              found.retainAll(NOTABLE);
            }
            default -> {}
          }
        }
      } catch (IOException e) {
        // Nothing depends on it but the choice of precision, which float32 is always right for.
      }
    }
    return new Cpu(model, Runtime.getRuntime().availableProcessors(), List.copyOf(found));
  }

  /** Whether it multiplies bfloat16 matrices in hardware; else bfloat16 is slower than float32. */
  public boolean bfloat16() {
    return instructions.contains("avx512_bf16")
        || instructions.contains("amx_bf16")
        || instructions.contains("bf16");
  }
}
