package convnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Interpolation;
import convnet4j.data.Normalisation;
import convnet4j.data.Preprocessing;
import convnet4j.errors.InputException;
import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation.Constant;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileTest {
  private static final Graph GRAPH =
      Resolver.resolve(
          new Network(
              "tiny",
              new FeatureMap(1, 1, 2),
              2,
              Layer.seq(new Op.Flatten(), Layer.scope("fc", new Op.Linear(2, 2, false))),
              new InitScheme(new Constant(0), new Constant(0), new Constant(0))));
  private static final Weights WEIGHTS =
      Weights.matching(
          GRAPH, Map.of("fc.weight", HostTensor.floats(List.of(2, 2), 1, 2, 3, 4)), "test");
  private static final ModelInfo INFO = info("tiny");

  private static final Foreign FOREIGN =
      new Foreign(
          GRAPH,
          new TreeMap<>(Map.of("activation", "silu")),
          List.of("a", "b"),
          Optional.of(new Normalisation(List.of(0.5), List.of(0.25))));

  @TempDir Path folder;

  private static ModelInfo info(String network) {
    return new ModelInfo(
        network,
        new TreeMap<>(Map.of("activation", "silu", "width", "1.4")),
        new FeatureMap(1, 1, 2),
        List.of("cat \"tom\"", "Hündin\n"),
        new Preprocessing(
            3, Interpolation.BICUBIC, new Normalisation(List.of(0.4914), List.of(0.1))));
  }

  @Test
  void aFileSaysAllThatClassifyingTakes() throws IOException {
    Path path = folder.resolve("m.safetensors");
    ModelFile.write(path, INFO, WEIGHTS);
    ModelFile file = ModelFile.read(path);
    assertThat(file.path()).isEqualTo(path);
    assertThat(file.info()).isEqualTo(INFO);
    assertThat(file.weights(GRAPH).tensors()).isEqualTo(WEIGHTS.tensors());
  }

  @Test
  void aFileFromBeforePreprocessingTravelledMeansTheOneWayThereWas() {
    Map<String, String> metadata = new HashMap<>(INFO.toMetadata());
    metadata.remove("convnet4j.resize");
    metadata.remove("convnet4j.interpolation");
    metadata.put("convnet4j.input", "[1,40,32]");
    assertThat(ModelInfo.of(metadata, "m").orElseThrow().preprocessing())
        .isEqualTo(new Preprocessing(32, Interpolation.AREA, INFO.preprocessing().normalisation()));
  }

  @Test
  void imagesThatAreSmallerThanTheInputKeepTheirMargin() {
    ModelInfo padded =
        new ModelInfo(
            "n",
            new TreeMap<>(),
            new FeatureMap(1, 32, 32),
            List.of("a"),
            INFO.preprocessing().resizedTo(28));
    assertThat(ModelInfo.of(padded.toMetadata(), "m")).contains(padded);
  }

  @Test
  void aRunFolderMeansWhatTheRunEndedWith() throws IOException {
    Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
    assertThatThrownBy(() -> ModelFile.read(folder))
        .isInstanceOf(InputException.class)
        .hasMessage(
            folder
                + ": expected a run folder, found no checkpoints/last.safetensors in it; give the"
                + " folder of a run that has saved a checkpoint, or a file");
    ModelFile.write(checkpoints.resolve("last.safetensors"), info("last"), WEIGHTS);
    assertThat(ModelFile.read(folder).info().network()).isEqualTo("last");
    // There is a best one only where the recipe chooses one.
    ModelFile.write(checkpoints.resolve("best.safetensors"), info("best"), WEIGHTS);
    assertThat(ModelFile.read(folder).info().network()).isEqualTo("best");
  }

  @Test
  void aForeignFileNeedsItsNetworkNamed() throws IOException {
    Path path = folder.resolve("m.safetensors");
    Safetensors.write(path, new TensorFile(Map.of("format", "pt"), WEIGHTS.tensors()));
    assertThatThrownBy(() -> ModelFile.read(path))
        .isInstanceOf(InputException.class)
        .hasMessage(path + ": doesn't say what network it is of; name it with --network NAME");
    assertThat(ModelFile.read(path, Optional.of(FOREIGN)).info())
        .isEqualTo(
            new ModelInfo(
                "tiny",
                FOREIGN.options(),
                GRAPH.input(),
                FOREIGN.classes(),
                Preprocessing.usual(ModelInfo.side(GRAPH.input()), FOREIGN.usual().orElseThrow())));
  }

  @Test
  void whatOurFileSaysIsNotOverridden() throws IOException {
    Path path = folder.resolve("m.safetensors");
    ModelFile.write(path, INFO, WEIGHTS);
    assertThat(ModelFile.read(path, Optional.of(FOREIGN)).info()).isEqualTo(INFO);
  }

  @Test
  void weightsOfAnotherNetworkAreRefusedByTheFilesName() throws IOException {
    Path path = folder.resolve("m.safetensors");
    Safetensors.write(path, new TensorFile(INFO.toMetadata(), new LinkedHashMap<>()));
    assertThatThrownBy(() -> ModelFile.read(path).weights(GRAPH))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path + ": doesn't fit tiny: missing 1 (fc.weight);");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          convnet4j.input | [1,1] | metadata convnet4j.input: expected what convnet4j writes there, received '[1,1]'
          convnet4j.input | [1,1,0] | every dimension is at least 1, received 1×1×0
          convnet4j.input | [1,1,null] | contradicts itself
          convnet4j.input | - | metadata convnet4j.input: expected what convnet4j writes there, received 'null'
          convnet4j.classes | [] | expected at least one class, received none
          convnet4j.classes | ["a",null] | contradicts itself
          convnet4j.classes | {} | metadata convnet4j.classes: expected
          convnet4j.classes | null | metadata convnet4j.classes: expected
          convnet4j.options | {"a":null} | contradicts itself
          convnet4j.options | {"a":"1","a":"2"} | metadata convnet4j.options: expected
          convnet4j.resize | 0 | expected to resize to 1 to 16384 pixels, received 0
          convnet4j.resize | - | metadata convnet4j.resize: expected
          convnet4j.resize | "x" | metadata convnet4j.resize: expected
          convnet4j.interpolation | lanczos | metadata convnet4j.interpolation: expected
          convnet4j.interpolation | - | metadata convnet4j.interpolation: expected
          convnet4j.mean | [0.5,0.5] | as many means as deviations
          convnet4j.std | [0] | deviations above 0
          convnet4j.std | ["x"] | metadata convnet4j.std: expected
          """)
  void damagedMetadataIsRefusedByName(String key, String value, String message) {
    Map<String, String> metadata = new HashMap<>(INFO.toMetadata());
    metadata.put(key, value);
    if (value == null) {
      metadata.remove(key);
    }
    assertThatThrownBy(() -> ModelInfo.of(metadata, "m"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("m: ")
        .hasMessageContaining(message)
        .hasMessageEndingWith("the file is damaged");
  }

  @Test
  void aModelNeedsAMeanForEachChannel() {
    assertThatThrownBy(
            () ->
                new ModelInfo(
                    "tiny",
                    new TreeMap<>(),
                    new FeatureMap(3, 1, 1),
                    List.of("a"),
                    Preprocessing.cover(1, new Normalisation(List.of(0.5), List.of(0.5)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a mean and deviation for each of 3 channels, received 1");
  }
}
