package convnet4j.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.Loader;

/** What a result depends on beside its recipe: versions, processor, threads. */
public final class Environment {
  private Environment() {}

  /**
   * Of this process, for {@code environment.json}.
   *
   * @param threads that compute
   */
  public static Map<String, Object> describe(int threads) {
    Cpu cpu = Cpu.here();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("convnet4j", version(Environment.class));
    values.put("commit", System.getProperty("convnet4j.commit", "unknown"));
    values.put("libtorch", version(org.bytedeco.pytorch.global.torch.class));
    values.put("opencv", version(org.bytedeco.opencv.global.opencv_core.class));
    values.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    values.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    values.put("platform", Loader.getPlatform());
    values.put("cpu", cpu.model());
    values.put("instructions", cpu.instructions());
    values.put("cores", cpu.cores());
    values.put("threads", threads);
    return values;
  }

  private static String version(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
