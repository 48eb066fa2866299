package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckupTest {
  private static final Map<String, String> LAUNCHED =
      Map.of("MALLOC_MMAP_THRESHOLD_", "1", "MALLOC_TRIM_THRESHOLD_", "1", "MALLOC_TOP_PAD_", "1");
  private static final Checkup.Place FINE = new Checkup.Place("/fine", true, 1L << 40);

  private static Checkup checkup(
      Map<String, String> environment, String nativesError, Checkup.Place work) {
    return new Checkup(
        environment,
        "0",
        "UTF-8",
        true,
        List.of("avx2", "avx512f"),
        true,
        2,
        nativesError,
        FINE,
        FINE,
        work);
  }

  @Test
  void nothingIsWrongWithAGoodMachine() {
    assertThat(checkup(LAUNCHED, null, FINE).problems()).isEmpty();
  }

  @Test
  void onlyMissingNativesPreventTrainingAndComeFirst() {
    List<Checkup.Problem> problems =
        checkup(Map.of("OMP_NUM_THREADS", "1"), "no libtorch", FINE).problems();
    assertThat(problems).hasSize(3);
    assertThat(problems).first().matches(Checkup.Problem::fatal);
    assertThat(problems.getFirst().what()).contains("no libtorch");
    assertThat(problems).filteredOn(Checkup.Problem::fatal).hasSize(1);
  }

  @Test
  void aProcessNotStartedByTheLauncherIsToldWhatThatCosts() {
    assertThat(checkup(Map.of(), null, FINE).problems())
        .singleElement()
        .satisfies(p -> assertThat(p.what()).contains("MALLOC_TOP_PAD_"))
        .satisfies(p -> assertThat(p.advice()).contains("./convnet"));
  }

  @Test
  void aFullOrReadOnlyDiskIsNamed() {
    assertThat(checkup(LAUNCHED, null, new Checkup.Place("/full", true, 5_000_000)).problems())
        .singleElement()
        .satisfies(p -> assertThat(p.what()).contains("/full has 5.0 MB free", "2.0 GB"));
    assertThat(checkup(LAUNCHED, null, new Checkup.Place("/cd", false, 1L << 40)).problems())
        .singleElement()
        .satisfies(p -> assertThat(p.what()).contains("/cd cannot be written"));
  }

  @Test
  void aCoreTypeThatHoldsOpenBlasBackIsAProblemWhereThereIsAvx512() {
    Map<String, String> held = new HashMap<>(LAUNCHED);
    held.put("OPENBLAS_CORETYPE", "Haswell");
    assertThat(checkup(held, null, FINE).problems())
        .singleElement()
        .satisfies(p -> assertThat(p.what()).contains("OPENBLAS_CORETYPE=Haswell"));
  }
}
