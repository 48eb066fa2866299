package convnet4j.benchmarks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.TypeConversionException;

/** Who competes, in the order of a round. */
enum Contender {
  /** DJL's Trainer in a plain JVM, all at defaults: float32, one batch that stays the same. */
  DJL,
  /** As {@link #DJL}, with the JVM options and the environment that ./convnet sets for itself. */
  DJL_TUNED,
  /** The whole of convnet4j: images through its loader, convolutions in bfloat16. */
  CONVNET4J_BF16,
  /** A plain loop on libtorch over one batch that stays the same, convolutions in bfloat16. */
  BARE_BF16,
  /** As {@link #CONVNET4J_BF16}, all float32. */
  CONVNET4J_FP32,
  /** As {@link #BARE_BF16}, all float32. */
  BARE_FP32,
  /** As {@link #CONVNET4J_BF16}, over {@link Job#MEMORY_STEPS} steps, for its memory; run once. */
  CONVNET4J_RSS,
  /** PyTorch in Python: channels_last, bfloat16 by autocast, one batch that stays the same. */
  PYTHON_AUTOCAST,
  /** As {@link #PYTHON_AUTOCAST}, the weights themselves in bfloat16: for evaluation only. */
  PYTHON_BF16,
  /** PyTorch in Python as it is where nothing is set: float32, contiguous. */
  PYTHON_FP32;

  /** Those of {@code benchmarks/run}. */
  static final Set<Contender> OF_RUN =
      Collections.unmodifiableSet(EnumSet.range(DJL, CONVNET4J_RSS));

  /** Those of {@code benchmarks/networks}. */
  static final Set<Contender> OF_NETWORKS =
      Collections.unmodifiableSet(
          EnumSet.of(
              DJL,
              DJL_TUNED,
              CONVNET4J_BF16,
              CONVNET4J_FP32,
              PYTHON_AUTOCAST,
              PYTHON_BF16,
              PYTHON_FP32));

  /** Whether a Python runs it, and not a JVM. */
  boolean python() {
    return switch (this) {
      case PYTHON_AUTOCAST, PYTHON_BF16, PYTHON_FP32 -> true;
      case DJL, DJL_TUNED, CONVNET4J_BF16, CONVNET4J_FP32, CONVNET4J_RSS, BARE_BF16, BARE_FP32 ->
          false;
    };
  }

  /** Whether ./convnet's JVM options and environment apply; they are part of what it does. */
  boolean launched() {
    return this != DJL && !python();
  }

  /** Whether convolutions and products are in bfloat16, and not in float32. */
  boolean bfloat16() {
    return switch (this) {
      case CONVNET4J_BF16, CONVNET4J_RSS, BARE_BF16, PYTHON_AUTOCAST, PYTHON_BF16 -> true;
      case DJL, DJL_TUNED, CONVNET4J_FP32, BARE_FP32, PYTHON_FP32 -> false;
    };
  }

  /** What it can be timed at. */
  List<Task> tasks(Workload workload) {
    if (workload.equals(Workload.PRODUCT)) {
      return switch (this) {
        case CONVNET4J_BF16, CONVNET4J_FP32, PYTHON_BF16, PYTHON_FP32 -> List.of(Task.PRODUCT);
        case DJL, DJL_TUNED, CONVNET4J_RSS, BARE_BF16, BARE_FP32, PYTHON_AUTOCAST -> List.of();
      };
    }
    return switch (this) {
      case DJL, DJL_TUNED, BARE_BF16, BARE_FP32 ->
          workload.network().equals(Job.NETWORK) ? List.of(Task.TRAINING) : List.of();
      case CONVNET4J_RSS -> List.of(Task.TRAINING);
      case CONVNET4J_BF16, CONVNET4J_FP32, PYTHON_AUTOCAST, PYTHON_FP32 ->
          List.of(Task.TRAINING, Task.EVALUATION);
      case PYTHON_BF16 -> List.of(Task.EVALUATION);
    };
  }

  /** The spelling of options and files. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one of {@code choice} that is spelt so. */
  static Contender of(String label, Collection<Contender> choice) {
    return Arrays.stream(values())
        .filter(c -> c.toString().equals(label) && choice.contains(c))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("no contender '" + label + "'; there are " + choice));
  }
}
