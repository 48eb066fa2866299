package convnet4j.benchmarks;

import convnet4j.errors.InputException;
import convnet4j.recipe.Precision;

/** One contender in a process of its own: a {@link Job} in, lines of {@link Measurement} out. */
final class Child {
  private Child() {}

  public static void main(String[] args) throws Exception {
    Job job = Measurement.JSON.readValue(args[0], Job.class);
    try {
      for (Timing timing : job.timings()) {
        System.out.println(Measurement.JSON.writeValueAsString(run(job, timing)));
      }
    } catch (InputException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static Measurement run(Job job, Timing timing) throws Exception {
    return switch (timing.task()) {
      case TRAINING -> train(job, timing);
      case EVALUATION -> Convnet.evaluate(job, timing, precision(job));
      case PRODUCT -> Product.run(job, timing);
    };
  }

  private static Measurement train(Job job, Timing timing) throws Exception {
    return switch (job.contender()) {
      case DJL, DJL_TUNED -> Djl.run(job, timing);
      case BARE_BF16, BARE_FP32 -> Bare.run(job, timing);
      case CONVNET4J_BF16, CONVNET4J_FP32, CONVNET4J_RSS ->
          Convnet.train(job, timing, precision(job));
      case PYTHON_AUTOCAST, PYTHON_BF16, PYTHON_FP32 ->
          throw new IllegalArgumentException(job.contender() + " does not run in a JVM");
    };
  }

  private static Precision precision(Job job) {
    return job.contender().bfloat16() ? Precision.BF16 : Precision.FP32;
  }
}
