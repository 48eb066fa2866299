package convnet4j.benchmarks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is timed. */
enum Task {
  TRAINING,
  EVALUATION,
  /** Of two square matrices: the most that any network can hope for. */
  PRODUCT;

  /** Floating-point operations for one multiply-add of a forward pass. */
  int flops() {
    // A backward pass has two products for each of a forward pass: by inputs and by weights.
    return switch (this) {
      case TRAINING -> 3 * 2;
      case EVALUATION, PRODUCT -> 2;
    };
  }

  /** The spelling of reports and files. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
