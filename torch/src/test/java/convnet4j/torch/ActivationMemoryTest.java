package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Graph;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.zoo.Zoo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a pass forward and backward takes at most, in a process of its own. */
@EnabledOnOs(OS.LINUX)
class ActivationMemoryTest {
  private static final long MIB = 1024;

  /** Arguments: network, batch size, bfloat16, checkpointed, threads, passes. */
  public static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      Natives.load();
      torch.set_num_threads(Integer.parseInt(arguments[4]));
      Graph graph = Resolver.resolve(Zoo.create(arguments[0], Map.of()));
      int batch = Integer.parseInt(arguments[1]);
      boolean bfloat16 = Boolean.parseBoolean(arguments[2]);
      boolean checkpointed = Boolean.parseBoolean(arguments[3]);
      FeatureMap in = graph.input();
      try (TorchNet net = TorchNet.initialised(graph, 1)) {
        Backpropagation backpropagation =
            checkpointed
                ? Backpropagation.checkpointed(net, bfloat16)
                : Backpropagation.stored(net, bfloat16);
        System.out.println("before, KiB: " + peak());
        for (int pass = 0; pass < Integer.parseInt(arguments[5]); pass++) {
          try (PointerScope scope = new PointerScope()) {
            Tensor images =
                torch
                    .randn(batch, in.channels(), in.height(), in.width())
                    .contiguous(MemoryFormat.ChannelsLast);
            Tensor labels = torch.arange(new Scalar(batch)).remainder(new Scalar(graph.classes()));
            long start = System.nanoTime();
            float loss = backpropagation.run(images, outputs -> loss(outputs, labels));
            System.out.printf("loss %.4f, %.1f s%n", loss, (System.nanoTime() - start) / 1e9);
          }
          System.out.println("peak, KiB: " + peak());
        }
      }
    }

    private static Tensor loss(List<Tensor> outputs, Tensor labels) {
      return torch.cross_entropy_loss(
          outputs.getFirst(), labels, new TensorOptional(), 1, -100, 0.0);
    }

    /** The largest resident set so far, in KiB. */
    private static long peak() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }

  private static long peakKib(String network, int batch, boolean bfloat16, boolean checkpointed)
      throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                network,
                Integer.toString(batch),
                Boolean.toString(bfloat16),
                Boolean.toString(checkpointed),
                "2",
                "1")
            .redirectError(new File("/dev/null"))
            .start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as("%s", lines).isZero();
    return Long.parseLong(lines.getLast().replaceAll("\\D", ""));
  }

  /** 64 images of resnet56 keep 270 MB without, and 50 MB with. */
  @Test
  void activationsThatAreComputedAgainAreNotInMemory() throws Exception {
    long stored = peakKib("resnet56", 64, false, false);
    long checkpointed = peakKib("resnet56", 64, false, true);
    assertThat(stored - checkpointed).isGreaterThan(100 * MIB);
  }

  /** Without, 64 images take 4.4 GB in bfloat16, and 32 take 3.9 GB in float32. */
  @Test
  @Tag("slow")
  void resnet1202TrainsOnBatchesOf128Within2Gib() throws Exception {
    for (boolean bfloat16 : new boolean[] {true, false}) {
      assertThat(peakKib("resnet1202", 128, bfloat16, true)).isLessThan(2 * 1024 * MIB);
    }
  }
}
