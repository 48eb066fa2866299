package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Datasets.Named;
import convnet4j.data.Datasets.Source;
import convnet4j.errors.InputException;
import convnet4j.io.ArchiveFiles;
import convnet4j.io.Checksum;
import convnet4j.io.Download;
import convnet4j.io.FileServer;
import convnet4j.io.FileServer.Mishap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
  private static final Download QUICK = new Download(Duration.ofSeconds(5), 2, Duration.ZERO);

  @TempDir Path folder;
  private Path cache;
  private byte[] archive;
  private final Notes notes = new Notes();

  @BeforeEach
  void makeArchive() throws IOException {
    cache = folder.resolve("cache");
    archive =
        Files.readAllBytes(
            ArchiveFiles.TAR_GZ.write(folder, CifarFiles.binary("cifar-10-batches-bin/")));
  }

  private List<Source> source(FileServer server) throws Exception {
    return List.of(new Source(server.uri("cifar-10-binary.tar.gz"), md5(archive)));
  }

  private static Checksum md5(byte[] bytes) throws Exception {
    byte[] md5 = MessageDigest.getInstance("MD5").digest(bytes);
    return Checksum.md5(HexFormat.of().formatHex(md5));
  }

  private Dataset open(String nameOrPath) {
    return Datasets.open(nameOrPath, cache, true, notes);
  }

  @Test
  void listsTheNamesWithADescription() {
    assertThat(Datasets.names())
        .extracting(Named::name)
        .containsExactly("cifar10", "cifar100", "mnist", "fashion-mnist", "shapes");
    assertThat(Datasets.names())
        .allMatch(
            named -> named.description().length() > 20 && !named.description().contains("\n"));
  }

  /**
   * https://www.cs.toronto.edu/~kriz/cifar.html and torchvision/datasets/{cifar,mnist}.py, which
   * state addresses and MD5.
   */
  @Test
  void publicSetsComeFromWhereTorchvisionFetchesThemWithItsChecksums() {
    String kriz = "https://www.cs.toronto.edu/~kriz/";
    String mnist = "https://ossci-datasets.s3.amazonaws.com/mnist/";
    String fashion = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";
    List<String> stated = new ArrayList<>();
    for (Named named : Datasets.names()) {
      for (Source source : named.sources()) {
        stated.add(named.name() + " " + source.uri() + " " + source.checksum());
      }
    }
    assertThat(stated)
        .containsExactly(
            "cifar10 " + kriz + "cifar-10-binary.tar.gz MD5 c32a1d4ab5d03f1284b67883e8d87530",
            "cifar100 " + kriz + "cifar-100-binary.tar.gz MD5 03b5dce01913d631647c71ecec9e9cb8",
            "mnist " + mnist + "train-images-idx3-ubyte.gz MD5 f68b3c2dcbeaaa9fbdd348bbdeb94873",
            "mnist " + mnist + "train-labels-idx1-ubyte.gz MD5 d53e105ee54ea40749a09fcbcd1e9432",
            "mnist " + mnist + "t10k-images-idx3-ubyte.gz MD5 9fb629c4189551a2d022fa330f9573f3",
            "mnist " + mnist + "t10k-labels-idx1-ubyte.gz MD5 ec29112dd5afa0611ce80d1b7f02629c",
            "fashion-mnist "
                + fashion
                + "train-images-idx3-ubyte.gz MD5 8d4fb7e6c68d591d4c3dfef9ec88bf0d",
            "fashion-mnist "
                + fashion
                + "train-labels-idx1-ubyte.gz MD5 25c81989df183df01b3e8a0aad5dffbe",
            "fashion-mnist "
                + fashion
                + "t10k-images-idx3-ubyte.gz MD5 bef4ecab320f06d8554ea6380940ec79",
            "fashion-mnist "
                + fashion
                + "t10k-labels-idx1-ubyte.gz MD5 bb300cfdad3c16e7a12a480ee83cd310");
  }

  private static List<Source> sources(FileServer server, Map<String, byte[]> files)
      throws Exception {
    List<Source> sources = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      sources.add(new Source(server.uri(file.getKey()), md5(file.getValue())));
    }
    return sources;
  }

  @Test
  void aSetOfSeveralFilesIsFetchedFileByFileAndOpenedWhenAllAreThere() throws Exception {
    Map<String, byte[]> files = IdxFiles.small("", ".gz");
    try (FileServer server = new FileServer(files, Mishap.BREAK)) {
      Path path = Datasets.get("mnist", sources(server, files), QUICK, cache, notes);
      assertThat(path).isEqualTo(cache.resolve("data/mnist"));
      assertThat(server.requests()).hasSize(5);
      Datasets.get("mnist", sources(server, files), QUICK, cache, notes);
      assertThat(server.requests()).as("the second time they are there").hasSize(5);
    }
    assertThat(cache.resolve("data/mnist/t10k-labels-idx1-ubyte.gz"))
        .hasBinaryContent(files.get("t10k-labels-idx1-ubyte.gz"));
    assertThat(open("mnist").train().size()).isEqualTo(3);
    assertThat(open("mnist").name()).isEqualTo("mnist");
  }

  @Test
  void afterABreakOnlyTheFilesThatAreMissingAreFetched() throws Exception {
    Map<String, byte[]> files = IdxFiles.small("", ".gz");
    Map<String, byte[]> some = new LinkedHashMap<>(files);
    some.remove("t10k-images-idx3-ubyte.gz");
    try (FileServer server = new FileServer(some)) {
      assertThatThrownBy(() -> Datasets.get("mnist", sources(server, files), QUICK, cache, notes))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("t10k-images-idx3-ubyte.gz")
          .hasMessageContaining("HTTP status 404");
    }
    assertThatThrownBy(() -> open("mnist"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("mnist: not in ");
    try (FileServer server = new FileServer(files)) {
      Datasets.get("mnist", sources(server, files), QUICK, cache, notes);
      assertThat(server.requests()).hasSize(2);
    }
    assertThat(open("mnist").test().size()).isEqualTo(2);
  }

  @Test
  void aFileOfSeveralWithTheWrongChecksumIsRemovedAndTheOthersKept() throws Exception {
    Map<String, byte[]> files = IdxFiles.small("", ".gz");
    Map<String, byte[]> sent = new LinkedHashMap<>(files);
    sent.put("t10k-images-idx3-ubyte.gz", new byte[100]);
    try (FileServer server = new FileServer(sent)) {
      assertThatThrownBy(() -> Datasets.get("mnist", sources(server, files), QUICK, cache, notes))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("t10k-images-idx3-ubyte.gz: expected MD5 ")
          .hasMessageContaining("(100 bytes, removed)");
    }
    assertThat(cache.resolve("data/mnist").toFile().list())
        .containsExactlyInAnyOrder(
            ".lock", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
  }

  @Test
  void unpackedFilesThatTheUserPutIntoTheCacheCountAmongDownloads() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>(IdxFiles.small("", ".gz"));
    files.remove("train-labels-idx1-ubyte.gz");
    files.put("train-labels-idx1-ubyte", IdxFiles.small("", "").get("train-labels-idx1-ubyte"));
    Path own = Files.createDirectories(cache.resolve("data/fashion-mnist"));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(own.resolve(file.getKey()), file.getValue());
    }
    assertThat(open("fashion-mnist").classes()).startsWith("T-shirt/top").endsWith("Ankle boot");
  }

  @Test
  void getsADataSetOverABrokenConnectionAndOpensIt() throws Exception {
    try (FileServer server = new FileServer(archive, Mishap.BREAK)) {
      Path path = Datasets.get("cifar10", source(server), QUICK, cache, notes);
      assertThat(path).isEqualTo(cache.resolve("data/cifar10/cifar-10-binary.tar.gz"));
      assertThat(server.requests()).hasSize(2);
      Datasets.get("cifar10", source(server), QUICK, cache, notes);
      assertThat(server.requests()).as("the second time it is there").hasSize(2);
    }
    Dataset dataset = open("cifar10");
    assertThat(dataset.name()).isEqualTo("cifar10");
    assertThat(dataset.train().size()).isEqualTo(4);
    assertThat(Datasets.get("cifar10", cache, notes)).as("no network needed").isPresent();
  }

  @Test
  void aWrongChecksumLeavesNothingAndSaysWhatToDo() throws Exception {
    Source official = Datasets.names().getFirst().sources().getFirst();
    try (FileServer server = new FileServer(archive)) {
      Source other = new Source(server.uri("x.tar.gz"), official.checksum());
      assertThatThrownBy(() -> Datasets.get("cifar10", List.of(other), QUICK, cache, notes))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("expected MD5 c32a1d4ab5d03f1284b67883e8d87530")
          .hasMessageEndingWith("or fetch it elsewhere and give it with --data PATH");
    }
    assertThat(cache.resolve("data/cifar10").toFile().list()).containsExactly(".lock");
  }

  @Test
  void whatTheUserPutIntoTheCacheCountsAsWell() throws Exception {
    Path own = Files.createDirectories(cache.resolve("data/cifar10"));
    Files.write(own.resolve("cifar-10-binary.tar.gz.part"), new byte[9]);
    Files.write(own.resolve("whatever.tar.gz"), archive);
    assertThat(open("cifar10").train().size()).isEqualTo(4);
    Files.delete(own.resolve("whatever.tar.gz"));
    Files.write(own.resolve("data_batch_1.bin"), CifarFiles.binaryBatch(1));
    Files.write(own.resolve("test_batch.bin"), CifarFiles.binaryBatch(2));
    assertThat(open("cifar10").train().size()).isEqualTo(1);
  }

  @Test
  void offlineSaysHowToGetIt() {
    assertThatThrownBy(() -> open("cifar10"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "cifar10: not in "
                + cache.resolve("data/cifar10")
                + ", and --offline forbids to download it; run 'convnet data get cifar10', or give"
                + " --data PATH");
  }

  @Test
  void thereIsNothingToGetForWhatIsBuiltIn() {
    assertThat(Datasets.get("shapes", cache, notes)).isEmpty();
    assertThat(cache).doesNotExist();
  }

  @Test
  void suggestsTheNameThatWasMeant() {
    assertThatThrownBy(() -> open("cifar-10"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("unknown data set 'cifar-10': did you mean 'cifar10'?");
    assertThatThrownBy(() -> Datasets.get("shape", cache, notes))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("unknown data set 'shape': did you mean 'shapes'?");
    assertThatThrownBy(() -> open("quickdraw"))
        .hasMessageStartingWith(
            "unknown data set 'quickdraw': expected cifar10, cifar100,"
                + " mnist, fashion-mnist, shapes;");
  }

  @Test
  void namesAPathThatIsNotThere() {
    assertThatThrownBy(() -> open("./nowhere"))
        .isInstanceOf(InputException.class)
        .hasMessage("./nowhere: no such file or folder; check the path");
    assertThatThrownBy(() -> open("some/where.tar"))
        .isInstanceOf(InputException.class)
        .hasMessage("some/where.tar: no such file or folder; check the path");
  }

  @Test
  void namesAPathThatNoSystemCanHave() {
    assertThatThrownBy(() -> open("a/\0b"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("not a path on this system");
  }

  @Test
  void aDataSetIsCalledAsItsFile() throws IOException {
    for (String file : new String[] {"꽃 128.tar.gz", "꽃 128.tgz", "꽃 128"}) {
      Path path = Files.write(folder.resolve(file), archive);
      assertThat(open(path.toString()).name()).isEqualTo("꽃 128");
    }
  }

  @Test
  void aFolderOfSubsetsOfCifarIsReadThroughALink() throws IOException {
    Path real = ArchiveFiles.FOLDER.write(folder, CifarFiles.binary(""));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    assertThat(open(link.toString()).train().size()).isEqualTo(4);
  }
}
