package convnet4j.benchmarks;

import convnet4j.torch.Natives;
import convnet4j.torch.Threads;
import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** libtorch's product of two large square matrices. */
final class Product {
  private Product() {}

  static Measurement run(Job job, Timing timing) throws IOException {
    Natives.load();
    Threads.use(Runtime.getRuntime().availableProcessors());
    int side = job.workload().side();
    ScalarType type = job.contender().bfloat16() ? ScalarType.BFloat16 : ScalarType.Float;
    Stopwatch stopwatch = new Stopwatch(job, timing);
    try (PointerScope scope = new PointerScope();
        InferenceMode mode = new InferenceMode()) {
      torch.manual_seed(1);
      Tensor left = torch.randn(side, side).to(type);
      Tensor right = torch.randn(side, side).to(type);
      while (!stopwatch.finished()) {
        try (PointerScope product = new PointerScope()) {
          left.mm(right);
        }
        stopwatch.lap();
      }
    }
    String version = "libtorch " + Loader.getVersion("org.bytedeco", "pytorch");
    return stopwatch.measurement(version, null, torch.get_num_threads());
  }
}
