package convnet4j.benchmarks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** Who competes, in the order of a round. */
enum Contender {
  /** DJL's Trainer in a plain JVM, all at defaults: float32, one batch that stays the same. */
  DJL,
  /** As {@link #DJL}, with the JVM options and the environment that ./convnet sets for itself. */
  DJL_TUNED,
  /** The whole of convnet4j: real images, crop, flip, convolutions in bfloat16. */
  CONVNET4J_BF16,
  /** A plain loop on libtorch over one batch that stays the same, convolutions in bfloat16. */
  BARE_BF16,
  /** As {@link #CONVNET4J_BF16}, all float32. */
  CONVNET4J_FP32,
  /** As {@link #BARE_BF16}, all float32. */
  BARE_FP32,
  /** As {@link #CONVNET4J_BF16}, over {@link Job#MEMORY_STEPS} steps, for its memory; run once. */
  CONVNET4J_RSS;

  /** Whether ./convnet's JVM options and environment apply; they are part of what it does. */
  boolean launched() {
    return this != DJL;
  }

  /** The spelling of options and files. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Contender of(String label) {
    return Arrays.stream(values())
        .filter(c -> c.toString().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "no contender '" + label + "'; there are " + Arrays.toString(values())));
  }
}
