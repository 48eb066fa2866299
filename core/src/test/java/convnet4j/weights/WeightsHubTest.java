package convnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Interpolation;
import convnet4j.data.Normalisation;
import convnet4j.data.Preprocessing;
import convnet4j.errors.InputException;
import convnet4j.io.Download;
import convnet4j.io.FileServer;
import convnet4j.io.FileServer.Mishap;
import convnet4j.io.HubServer;
import convnet4j.io.ProgressListener;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.weights.WeightsSource.HuggingFace;
import convnet4j.weights.WeightsSource.Torchvision;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WeightsHubTest {
  private static final Download QUICK = new Download(Duration.ofSeconds(5), 2, Duration.ZERO);
  private static final URI NOWHERE = URI.create("http://127.0.0.1:9/");
  private static final HuggingFace REPOSITORY = new HuggingFace("timm", "resnet18.tv_in1k");
  private static final String BASE = "/timm/resnet18.tv_in1k/resolve/main/";

  private static final String CONFIG =
      """
      {"architecture": "resnet18", "num_classes": 1000, "num_features": 512,
       "pretrained_cfg": {"tag": "tv_in1k", "input_size": [3, 224, 224], "crop_pct": 0.95,
        "interpolation": "bicubic", "mean": [0.5, 0.4, 0.3], "std": [0.2, 0.25, 1]}}
      """;

  @TempDir Path cache;
  private final List<String> notes = new ArrayList<>();
  private final byte[] content = "the weights".repeat(1000).getBytes(StandardCharsets.UTF_8);

  private final ProgressListener listener =
      new ProgressListener() {
        @Override
        public void progress(String what, long done, long total) {}

        @Override
        public void note(String line) {
          notes.add(line);
        }
      };

  private WeightsHub hub(URI torchvision, URI huggingFace, boolean offline) {
    return new WeightsHub(torchvision, huggingFace, QUICK, cache, offline, listener);
  }

  private WeightsHub huggingFace(HubServer server) {
    return hub(NOWHERE, server.uri(), false);
  }

  private String sha256() throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private Path cached(String file) {
    return cache.resolve("weights/huggingface/timm/resnet18.tv_in1k").resolve(file);
  }

  /**
   * Found by counting: the SHA-256 of this text begins with the digits in the name of torchvision's
   * resnet18, so that the check of the name's hash is the one in force.
   */
  @Test
  void aFileOfTorchvisionsIsFetchedOnceAndHeldAgainstTheHashInItsName() {
    byte[] weights = "weights 0032849424".getBytes(StandardCharsets.US_ASCII);
    try (HubServer server = new HubServer()) {
      server.file("/resnet18-f37072fd.pth", weights, Map.of());
      WeightsHub hub = hub(server.uri(), NOWHERE, false);
      Pretrained fetched = hub.get(new Torchvision(), "resnet18");
      assertThat(fetched.path())
          .isEqualTo(cache.resolve("weights/torchvision/resnet18-f37072fd.pth"))
          .hasBinaryContent(weights);
      assertThat(fetched.preprocessing()).contains(Preprocessing.torchvision(224));
      assertThat(server.requests()).containsExactly("GET /resnet18-f37072fd.pth");
      assertThat(hub.get(new Torchvision(), "resnet18")).isEqualTo(fetched);
      assertThat(server.requests()).hasSize(1);

      byte[] other = weights.clone();
      other[other.length - 1]++;
      server.file("/resnet50-0676ba61.pth", other, Map.of());
      assertThatThrownBy(() -> hub.get(new Torchvision(), "resnet50"))
          .hasMessageContaining("resnet50-0676ba61.pth: expected SHA-256 0676ba61…");
    }
  }

  @Test
  void whatIsNotTheFileThatItsNameStatesIsRefusedAndRemoved() {
    try (FileServer server = new FileServer(content)) {
      assertThatThrownBy(
              () -> hub(server.uri(""), NOWHERE, false).get(new Torchvision(), "resnet50"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("resnet50-0676ba61.pth: expected SHA-256 0676ba61…, received ")
          .hasMessageContaining("give it with --network resnet50");
    }
    assertThat(cache.resolve("weights/torchvision").toFile().list()).containsExactly(".lock");
  }

  @Test
  void aFileOfTorchvisionsInTheCacheIsTakenWithItsPreprocessing() throws Exception {
    Path file = cache.resolve("weights/torchvision/googlenet-1378be20.pth");
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Pretrained weights = hub(NOWHERE, NOWHERE, true).get(new Torchvision(), "googlenet");
    assertThat(weights.path()).isEqualTo(file);
    assertThat(weights.classes()).isEqualTo(1000);
    assertThat(weights.classNames()).hasSize(1000).startsWith("0", "1").endsWith("999");
    Preprocessing preprocessing = weights.preprocessing().orElseThrow();
    assertThat(preprocessing.resize()).isEqualTo(256);
    assertThat(preprocessing.normalisation().mean()).containsExactly(0.5, 0.5, 0.5);
  }

  @Test
  void aMissingFileAnUnknownNetworkAndNoNetworkEachHaveTheirLine() {
    try (FileServer server = new FileServer(content, Mishap.STATUS_404)) {
      WeightsHub hub = hub(server.uri(""), NOWHERE, false);
      assertThatThrownBy(() -> hub.get(new Torchvision(), "vgg16"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("vgg16-397923af.pth: expected the file, received HTTP status 404");
      assertThatThrownBy(() -> hub.get(new Torchvision(), "resnet20"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("torchvision has none of resnet20; expects one of vgg11, ");
      assertThat(server.requests()).hasSize(1);
    }
    assertThatThrownBy(() -> hub(NOWHERE, NOWHERE, true).get(new Torchvision(), "vgg16"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("vgg16-397923af.pth: not in " + cache)
        .hasMessageContaining("--offline forbids");
    assertThatThrownBy(() -> hub(NOWHERE, NOWHERE, true).get(REPOSITORY, "resnet18"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model.safetensors: not in " + cache)
        .hasMessageContaining("--offline forbids");
  }

  @Test
  void aRepositoryBringsWeightsAndPreprocessingAndIsAskedOnce() throws Exception {
    byte[] config = CONFIG.getBytes(StandardCharsets.UTF_8);
    Map<String, String> linked =
        Map.of("X-Linked-Etag", "\"" + sha256() + "\"", "ETag", "\"other\"");
    try (HubServer server = new HubServer()) {
      // As the hub does: small files behind a redirect on the same server, large ones elsewhere.
      server
          .redirect(BASE + "config.json", "/cache/config.json", Map.of())
          .file("/cache/config.json", config, Map.of("ETag", "\"" + "a1".repeat(20) + "\""))
          .redirect(BASE + "model.safetensors", "/store/1234", linked)
          .file("/store/1234", content, Map.of());
      Pretrained weights = huggingFace(server).get(REPOSITORY, "resnet18");
      assertThat(weights.path()).isEqualTo(cached("model.safetensors")).hasBinaryContent(content);
      assertThat(weights.input()).contains(new FeatureMap(3, 224, 224));
      assertThat(weights.classes()).isEqualTo(1000);
      assertThat(weights.labels()).isEmpty();
      assertThat(weights.preprocessing())
          .contains(
              new Preprocessing(
                  235, // floor(224 / 0.95)
                  Interpolation.BICUBIC,
                  new Normalisation(List.of(0.5, 0.4, 0.3), List.of(0.2, 0.25, 1.0))));
      assertThat(notes).isEmpty();
      int asked = server.requests().size();
      assertThat(huggingFace(server).get(REPOSITORY, "resnet18")).isEqualTo(weights);
      assertThat(server.requests()).hasSize(asked);
    }
    assertThat(hub(NOWHERE, NOWHERE, true).get(REPOSITORY, "resnet18").classes()).isEqualTo(1000);
  }

  @Test
  void aHashThatTheServerStatesIsHeldAgainstTheFile() {
    try (HubServer server = new HubServer()) {
      server.file(
          BASE + "model.safetensors", content, Map.of("ETag", "\"" + "ab".repeat(32) + "\""));
      assertThatThrownBy(() -> huggingFace(server).get(REPOSITORY, "resnet18"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("expected SHA-256 " + "ab".repeat(32) + ", received ");
    }
    assertThat(cached("model.safetensors")).doesNotExist();
  }

  @Test
  void withoutAHashTheFileIsTakenAndTheUserTold() throws Exception {
    Files.createDirectories(cached("x").getParent());
    Files.write(cached("model.safetensors.part"), new byte[100]);
    try (HubServer server = new HubServer()) {
      server.file(BASE + "model.safetensors", content, Map.of("ETag", "\"1234\""));
      Pretrained weights = huggingFace(server).get(REPOSITORY, "resnet18");
      assertThat(weights.path()).as("what was left of before is not").hasBinaryContent(content);
      assertThat(weights.preprocessing()).as("there is no config.json").isEmpty();
      assertThat(notes).singleElement().asString().contains("states no SHA-256");
    }
  }

  @Test
  void aRepositoryThatIsNotThereOrNotPublicSaysSo() {
    try (HubServer server = new HubServer()) {
      assertThatThrownBy(() -> huggingFace(server).get(REPOSITORY, "resnet18"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("model.safetensors: expected a file of a public repository")
          .hasMessageContaining("HTTP status 404");
      server.status(BASE + "config.json", 401);
      assertThatThrownBy(() -> huggingFace(server).get(REPOSITORY, "resnet18"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("HTTP status 401");
      server.redirect(BASE + "config.json", BASE + "config.json", Map.of());
      assertThatThrownBy(() -> huggingFace(server).get(REPOSITORY, "resnet18"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("redirects without end");
    }
    assertThatThrownBy(() -> hub(NOWHERE, NOWHERE, false).get(REPOSITORY, "resnet18"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("check the network connection");
  }

  @Test
  void weightsOfAnotherNetworkAreRefusedBeforeTheyAreFetched() {
    byte[] config =
        CONFIG.replace("\"resnet18\"", "\"resnet18d\"").getBytes(StandardCharsets.UTF_8);
    try (HubServer server = new HubServer()) {
      server
          .file(BASE + "config.json", config, Map.of())
          .file(BASE + "model.safetensors", content, Map.of());
      assertThatThrownBy(() -> huggingFace(server).get(REPOSITORY, "resnet18"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("says that it is of resnet18d, received resnet18");
      assertThat(server.requests()).noneMatch(request -> request.contains("model.safetensors"));
    }
  }
}
