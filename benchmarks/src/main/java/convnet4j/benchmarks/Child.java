package convnet4j.benchmarks;

import convnet4j.errors.InputException;
import convnet4j.recipe.Precision;

/** One contender in a process of its own: a {@link Job} in, a line of {@link Measurement} out. */
final class Child {
  private Child() {}

  public static void main(String[] args) throws Exception {
    Job job = Measurement.JSON.readValue(args[0], Job.class);
    try {
      System.out.println(Measurement.JSON.writeValueAsString(run(job)));
    } catch (InputException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static Measurement run(Job job) throws Exception {
    return switch (job.contender()) {
      case DJL, DJL_TUNED -> Djl.run(job);
      case BARE_BF16 -> Bare.run(job, true);
      case BARE_FP32 -> Bare.run(job, false);
      case CONVNET4J_BF16, CONVNET4J_RSS -> Convnet.run(job, Precision.BF16);
      case CONVNET4J_FP32 -> Convnet.run(job, Precision.FP32);
    };
  }

  static void checkParams(long count) {
    if (count != Job.PARAMS) {
      throw new IllegalStateException(
          "a network with " + count + " parameters, not " + Job.PARAMS + ": not the same one");
    }
  }
}
