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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
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

  private Source source(FileServer server) throws Exception {
    byte[] md5 = MessageDigest.getInstance("MD5").digest(archive);
    return new Source(
        server.uri("cifar-10-binary.tar.gz"), Checksum.md5(HexFormat.of().formatHex(md5)));
  }

  private Dataset open(String nameOrPath) {
    return Datasets.open(nameOrPath, cache, true, notes);
  }

  @Test
  void listsTheNamesWithADescription() {
    assertThat(Datasets.names()).extracting(Named::name).containsExactly("cifar10", "shapes");
    assertThat(Datasets.names())
        .allMatch(
            named -> named.description().length() > 20 && !named.description().contains("\n"));
  }

  /** https://www.cs.toronto.edu/~kriz/cifar.html */
  @Test
  void cifar10ComesFromItsAuthors() {
    assertThat(Datasets.names().getFirst().source())
        .contains(
            new Source(
                URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
                Checksum.md5("c32a1d4ab5d03f1284b67883e8d87530")));
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
    Source official = Datasets.names().getFirst().source().orElseThrow();
    try (FileServer server = new FileServer(archive)) {
      Source other = new Source(server.uri("x.tar.gz"), official.checksum());
      assertThatThrownBy(() -> Datasets.get("cifar10", other, QUICK, cache, notes))
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
        .hasMessageStartingWith("unknown data set 'quickdraw': expected cifar10, shapes;");
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
