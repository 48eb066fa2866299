package convnet4j.track;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.recipe.Score;
import convnet4j.recipe.TrainEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_250L));

  @TempDir Path run;

  private final List<String> notices = new ArrayList<>();

  private void write(TrainEvent... events) {
    try (TensorBoard board = new TensorBoard(notices::add, CLOCK)) {
      Stream.of(events).forEach(board);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      return files.sorted().toList();
    }
  }

  /** The bytes that TensorBoard 2.21.0's own RecordWriter makes of the same three events. */
  @Test
  void theFileIsWhatTensorBoardItselfWrites() throws Exception {
    String expected =
        "1a00000000000000129bd82d0900001040fc54d94110011a0d627261696e2e4576656e743a323acb6b8d0f000000"
            + "000000006d532b090900001040fc54d94110013a020801d161c2b95b000000000000001b01028a0900001040fc54"
            + "d94110022a4e0a110a0a6c6f73732f626174636815000020400a090a026c7215cdcccc3d0a180a11696d61676573"
            + "5f7065725f7365636f6e64150000c8420a140a0d6772616469656e745f6e6f726d150000c03fe1fc263e";
    write(Runs.started(run, 20, 0), Runs.step(1, 2.5, 8, 1.5));
    assertThat(files()).singleElement().asString().endsWith(".1700000000.convnet4j");
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(files().getFirst())))
        .isEqualTo(expected);
  }

  /**
   * TensorBoard reads files in the order of their names, and a second START makes it forget all
   * from its step on: both seen with 2.21.0, its readers in Python and in Rust.
   */
  @Test
  void aResumedRunBeginsAFileThatComesAfterAndTakesItsStepsBack() throws Exception {
    write(Runs.started(run, 20, 0), Runs.step(0, 2, 8), Runs.step(1, 2, 8));
    write(Runs.started(run, 20, 1), Runs.step(1, 2, 8));
    assertThat(files()).hasSize(2);
    assertThat(files().get(1)).asString().endsWith("events.out.tfevents.1700000001.convnet4j");
    byte[] start = records(files().get(1)).get(1);
    // wall_time, then step (field 2) 2, then session_log (field 7) with status (field 1) START, 1.
    assertThat(start).endsWith(0x10, 2, 0x3a, 2, 0x08, 1);
  }

  @Test
  void aKillLosesNoRecordThatWasWrittenBefore() throws Exception {
    TensorBoard board = new TensorBoard(notices::add, CLOCK);
    board.accept(Runs.started(run, 20, 0));
    board.accept(Runs.step(0, 2, 8));
    board.accept(Runs.epoch(0, null, new Score(2, 40, null)));
    // Not closed: what is on the disk is what a kill leaves.
    assertThat(records(files().getFirst())).hasSize(4);
    assertThat(new String(records(files().getFirst()).getLast(), StandardCharsets.ISO_8859_1))
        .contains("loss/train", "top1/train", "loss/test", "top1/test")
        .doesNotContain("validation", "top5");
    board.close();
  }

  @Test
  void aFinishedRunThatIsResumedWritesNothing() throws Exception {
    write(Runs.started(run, 20, 20));
    assertThat(files()).isEmpty();
  }

  @Test
  void aFolderThatIsGoneIsToldOnce() throws Exception {
    Path gone = run.resolve("gone");
    write(Runs.started(gone, 20, 0), Runs.step(0, 2, 8), Runs.step(1, 2, 8));
    assertThat(notices).singleElement().asString().startsWith("TensorBoard: " + gone);
  }

  private static List<byte[]> records(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] record = new byte[Math.toIntExact(bytes.getLong())];
      bytes.getInt();
      bytes.get(record).getInt();
      records.add(record);
    }
    return records;
  }
}
