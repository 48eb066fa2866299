package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Graph;
import convnet4j.net.Resolver;
import convnet4j.weights.DType;
import convnet4j.weights.HostTensor;
import convnet4j.weights.ModelFile;
import convnet4j.weights.TensorFile;
import convnet4j.weights.TorchFile;
import convnet4j.zoo.Zoo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertTest {
  @TempDir Path folder;

  private final SequencedMap<String, HostTensor> ours = new LinkedHashMap<>();
  private String foreign;

  /** ResNet-20 as akamaster's training script saves it, with weights that tell tensors apart. */
  @BeforeEach
  void write() throws IOException {
    Random random = new Random(1);
    Graph graph = Resolver.resolve(Zoo.create("resnet20", Map.of()));
    SequencedMap<String, HostTensor> theirs = new LinkedHashMap<>();
    graph
        .params()
        .forEach(
            spec -> {
              boolean counter = spec.shape().isEmpty();
              byte[] bytes = new byte[(int) spec.elements() * (counter ? 8 : 4)];
              random.nextBytes(bytes);
              DType type = counter ? DType.I64 : DType.F32;
              HostTensor tensor = new HostTensor(type, spec.shape(), ByteBuffer.wrap(bytes));
              ours.put(spec.name(), tensor);
              theirs.put("module." + spec.name().replace("fc.", "linear."), tensor);
            });
    Path path = folder.resolve("resnet20.th");
    TorchFile.write(path, new TensorFile(Map.of(), theirs));
    foreign = path.toString();
  }

  @Test
  void aForeignFileBecomesOneOfOursAndBack() {
    Path own = folder.resolve("own.safetensors");
    Cli cli = Cli.run("convert", foreign, "--network", "resnet20", "-o", own.toString(), "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.json())
        .containsEntry("network", "resnet20")
        .containsEntry("dialect", "akamaster")
        .containsEntry("tensors", ours.size())
        .containsEntry("params", 269_722) // akamaster's own count, in the reference figures
        .containsEntry("format", "safetensors")
        .containsEntry(
            "preprocessing",
            Map.of(
                "resize",
                32,
                "interpolation",
                "area",
                "mean",
                List.of(0.485, 0.456, 0.406),
                "std",
                List.of(0.229, 0.224, 0.225)));
    ModelFile file = ModelFile.read(own);
    assertThat(file.tensors()).isEqualTo(ours);
    assertThat(file.info().classes()).hasSize(10).startsWith("0", "1");

    Path torch = folder.resolve("torch.bin");
    Cli back = Cli.run("convert", own.toString(), "--to", "pytorch", "-o", torch.toString());
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(back.out()).contains("269,722 parameters", "(pytorch)", torch.toString());
    assertThat(TorchFile.read(torch).tensors()).isEqualTo(ours);
    assertThat(TorchFile.read(torch).tensors().keySet()).containsExactlyElementsOf(ours.keySet());
  }

  @Test
  void meanAndStdGoBeforeTheDialects() {
    Path own = folder.resolve("own.safetensors");
    Cli cli =
        Cli.run(
            "convert",
            foreign,
            "--network=resnet20",
            "--mean=0.1,0.2,0.3",
            "--std=1,2,3",
            "-o",
            own.toString());
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(ModelFile.read(own).info().preprocessing().normalisation().mean())
        .containsExactly(0.1, 0.2, 0.3);
  }

  @Test
  void whatDoesNotFitIsRefusedAndNothingIsWritten() {
    Path own = folder.resolve("own.pt");
    Cli cli = Cli.run("convert", foreign, "--network", "resnet32", "-o", own.toString());
    assertThat(cli.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(cli.err().lines())
        .singleElement()
        .asString()
        .contains("doesn't fit resnet32 with akamaster's names: missing ", "layer1.3.conv1.weight");
    Cli unnamed = Cli.run("convert", foreign, "-o", own.toString());
    assertThat(unnamed.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(unnamed.err()).contains("name it with --network NAME");
    assertThat(Files.exists(own)).isFalse();
  }
}
