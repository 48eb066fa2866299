package convnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.study.Outcome.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  @TempDir private Path folder;

  private static Cell cell(String activation, String schedule) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("activation", activation);
    labels.put("schedule, quoted \"so\"", schedule);
    return new Cell(labels);
  }

  private static Ledger ledger() {
    Outcome finished =
        Outcome.of(State.FINISHED, 0.5, 90, 0.25, 92.5, 99.5, 11_173_962, 2, 782, 3.5, 190);
    return new Ledger(
        List.of("activation", "schedule, quoted \"so\""),
        List.of(
            new Ledger.Entry(cell("시그모이드", "2:1:1"), 0, "aa", finished),
            new Ledger.Entry(cell("ReLU", "5:3:2"), 1, "bb", Outcome.of(State.DIVERGED)),
            new Ledger.Entry(cell("ReLU", "5:3:2"), 2, "cc", Outcome.of(State.MISSING))));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = folder.resolve("ledger.csv");
    ledger().write(file);
    assertThat(Ledger.read(file)).isEqualTo(ledger());
    assertThat(Files.readString(file))
        .startsWith(
            "activation,\"schedule, quoted \"\"so\"\"\",seed,run,state,train_loss,train_top1,"
                + "test_loss,test_top1,test_top5,params,epochs,steps,seconds,images_per_second\n"
                + "시그모이드,2:1:1,0,aa,finished,0.500000,90,0.250000,92.5000,99.5000,11173962,2,782,"
                + "3.50000,190\n");
  }

  @Test
  void aRunThatDivergedIsOverAndOneThatIsMissingIsNot() {
    assertThat(ledger().isComplete()).isFalse();
    assertThat(ledger().count(State.DIVERGED)).isEqualTo(1);
    Ledger complete = ledger().with("cc", Outcome.of(State.DIVERGED));
    assertThat(complete.isComplete()).isTrue();
    assertThat(complete.of(cell("ReLU", "5:3:2"))).hasSize(2);
  }

  @Test
  void anotherTableIsRefused() throws IOException {
    Path file = folder.resolve("ledger.csv");
    Files.writeString(file, "a,b\n1,2\n");
    assertThatThrownBy(() -> Ledger.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": expected the ledger of a study, received another table");
    ledger().write(file);
    Files.writeString(file, Files.readString(file).replace(",finished,", ",fnished,"));
    assertThatThrownBy(() -> Ledger.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + " line 2: expected a row of a study's ledger, received [");
  }
}
