package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyCommandTest {
  private static final String STUDY =
      """
      title: Rates
      question: Does the learning rate matter?
      fixed:
        network: resnet20
        data: shapes
        steps: %d
        batch-size: 8
        train-images: 40
        augment: none
        threads: 1
      axes:
        rate:
          low: {lr: 0.01}
          high: {lr: 0.1}
          absurd: {lr: 1e30}
      seeds: %d
      comparisons:
        - {name: high against low, a: {rate: high}, b: {rate: low}}
      """;

  @TempDir private Path folder;
  private Path file;
  private Path out;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("rates.yaml");
    out = folder.resolve("study");
    Files.writeString(file, STUDY.formatted(3, 1));
  }

  private Cli study(String command, String... more) {
    List<String> args = new ArrayList<>(List.of("study", command, file.toString()));
    args.addAll(List.of("--out", out.toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private static Object state(Map<String, Object> json, int run) {
    return ((Map<?, ?>) ((List<?>) json.get("runs")).get(run)).get("state");
  }

  @Test
  void aStudyIsRunPartByPartAndThenHasNothingLeft() throws IOException {
    Cli first = study("run", "--only", "rate=high", "--json");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.json())
        .containsEntry("complete", false)
        .containsEntry("states", Map.of("finished", 1, "missing", 2));
    assertThat(out.resolve("report.md")).content().contains("Run what is missing");

    Cli rest = study("run", "--json");
    assertThat(rest.code()).as(rest.err()).isZero();
    assertThat(rest.json())
        .containsEntry("complete", true)
        .containsEntry("states", Map.of("finished", 2, "diverged", 1));
    assertThat(rest.err()).contains("rate=absurd seed=0  diverged", "2/2");

    Map<String, Object> status = study("status", "--json").json();
    assertThat(state(status, 1)).isEqualTo("finished");
    assertThat(state(status, 2)).isEqualTo("diverged");
    assertThat(study("status").out()).contains("Rates", "test top-1", "seed 0 diverged");

    assertThat(out.resolve("report.html")).content().contains("absurd (seed 0)");
    assertThat(out.resolve("report.md")).content().doesNotContain("Run what is missing");
    assertThat(out.resolve("cells.csv")).content().contains("absurd,test_top1,0,1,,");

    List<String> journal = Files.readAllLines(out.resolve("journal.csv"));
    assertThat(study("run", "--json").code()).isZero();
    assertThat(Files.readAllLines(out.resolve("journal.csv"))).isEqualTo(journal);
    assertThat(Cli.run("study", "status", out.toString()).out()).contains("2 finished");
  }

  @Test
  void theRunsOfOneSeedCanBeRunAlone() throws IOException {
    Files.writeString(file, STUDY.formatted(3, 2));
    Cli cli = study("run", "--only", "seed=1", "--only", "rate=high", "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(ledger(out).stream().filter(row -> row.contains("finished")))
        .singleElement()
        .asString()
        .startsWith("high,1,");
    assertThat(study("run", "--only", "seed=2").err()).startsWith("error: unknown seed '2'");
  }

  @Test
  void aReportCanBeWrittenBeforeAllIsRun() throws IOException {
    assertThat(study("run", "--only", "rate=high", "--json").code()).isZero();
    Files.delete(out.resolve("report.html"));
    Cli cli = study("report");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("written: " + out.resolve("report.html"));
    assertThat(out.resolve("report.html")).content().contains("1 of 3 runs are over");
    assertThat(out.resolve("report.md")).content().contains("missing: low");

    Map<String, Object> json = Cli.run("study", "report", out.toString(), "--json").json();
    assertThat((List<?>) json.get("comparisons")).hasSize(1);
    assertThat(json).containsEntry("complete", false);

    Path page = folder.resolve("page.html");
    assertThat(study("report", "-o", page.toString()).code()).isZero();
    assertThat(page).content().contains("<h1>Rates</h1>");
    assertThat(study("report", "-o", folder.resolve("page.txt").toString()).err())
        .startsWith("error: --output: expects a file that ends in .html, .md, .csv, .json");
  }

  @Test
  void aDryRunMeasuresAndLeavesNothingBehind() {
    Cli cli = study("run", "--dry-run", "--json");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat((List<?>) cli.json().get("to_run")).hasSize(3);
    assertThat((Double) cli.json().get("seconds")).isPositive();
    assertThat(out).doesNotExist();
    assertThat(study("run", "--dry-run").out())
        .contains("3 cells × 1 seed: 3 runs, 0 over, 3 to run, about")
        .containsPattern("high +1 +[0-9,.]+ +[0-9.]+ s");
  }

  @Test
  void aShareOfTheLengthIsRunReportedAndGoneOnWithByItsFolder() {
    assertThat(study("run", "--scale", "0.5", "--only", "rate=low").code()).isZero();
    assertThat(study("report", "--scale", ".5").code()).isZero();
    assertThat(out.resolve("report.md"))
        .content()
        .contains("> **Scale x0.5.** every run has 0.5 of its epochs or steps", " --scale x0.5");
    Cli rest = Cli.run("study", "run", out.toString(), "--json");
    assertThat(rest.code()).as(rest.err()).isZero();
    assertThat(rest.json()).containsEntry("scale", "x0.5").containsEntry("complete", true);
    assertThat(study("status").err())
        .isEqualTo(
            "error: "
                + out
                + ": holds study rates at scale x0.5, received study rates at scale full; choose"
                + " another --out\n");
    assertThat(study("report").code()).isEqualTo(ExitCode.WRONG_INPUT);
  }

  @Test
  void whereItsDataSetsLieIsGivenByNameAndRemembered() throws IOException {
    String several =
        STUDY
            .formatted(3, 1)
            .replace("  data: shapes\n", "")
            .replace("  rate:\n", "  data: [shapes, cifar10]\n  rate:\n");
    Files.writeString(file, several);
    assertThat(study("run", "--data", "shapes").err())
        .isEqualTo(
            "error: --data: expects NAME=PATH with one of cifar10, shapes, received 'shapes'\n");
    assertThat(study("run", "--data", "cifar01=shapes").err())
        .startsWith("error: unknown data set of the study 'cifar01': did you mean 'cifar10'?");
    assertThat(out).doesNotExist();

    Cli first =
        study("run", "--data", "cifar10=shapes", "--only", "rate=high", "--keep", "figures");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(out.resolve("report.md"))
        .content()
        .contains(" --data cifar10=shapes", "cifar10 from shapes");
    Cli rest = study("run", "--json");
    assertThat(rest.code()).as(rest.err()).isZero();
    assertThat(rest.json()).containsEntry("states", Map.of("finished", 4, "diverged", 2));
    // Two cells of the same images share a run.
    List<String> ledger = ledger(out);
    assertThat(ledger.stream().skip(1).map(line -> line.split(",")[3]).distinct()).hasSize(3);
    try (Stream<Path> files = Files.walk(out.resolve("runs"))) {
      assertThat(files.filter(file -> file.endsWith("last.safetensors"))).hasSize(2);
    }
  }

  @Test
  void jobsOfTheirOwnProcessesComeToTheSame() throws IOException {
    assertThat(study("run", "--jobs", "2").code()).isZero();
    List<String> apart = ledger(out);
    out = folder.resolve("one");
    assertThat(study("run").code()).isZero();
    assertThat(apart).isEqualTo(ledger(out));
  }

  /** Without what the clock says. */
  private static List<String> ledger(Path study) throws IOException {
    return Files.readAllLines(study.resolve("ledger.csv")).stream()
        .map(line -> line.replaceFirst(",[^,]*,[^,]*$", ""))
        .toList();
  }

  @Test
  void whatIsWrongIsToldInALine() throws IOException {
    assertThat(Cli.run("study", "run", "no-such-study").err())
        .startsWith("error: unknown study 'no-such-study'");
    assertThat(study("run", "--only", "rat=low"))
        .isEqualTo(new Cli(2, "", "error: unknown axis 'rat': did you mean 'rate'?\n"));
    assertThat(study("run", "--only", "rate"))
        .isEqualTo(
            new Cli(
                2,
                "",
                "error: --only: expects AXIS=LEVEL such as network=resnet20, received 'rate'\n"));
    assertThat(study("run", "--jobs", "0").code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(study("status").err()).contains("expects the folder of a study");
    assertThat(study("run", "--scale", "tiny").err()).startsWith("error: unknown scale 'tiny'");
    Files.writeString(file, STUDY.formatted(3, 1).replace("lr: 0.01", "rl: 0.01"));
    assertThat(study("run").err())
        .startsWith("error: " + file + ": axes: rate: low: unknown key 'rl'");
    assertThat(out).doesNotExist();
  }

  @Test
  @Tag("slow")
  void killedAtTenRandomMomentsItEndsOnTheSameLedgerAndRunsNothingTwice() throws Exception {
    Files.writeString(file, STUDY.formatted(25, 4));
    assertThat(child(out).waitFor()).isZero();
    List<String> whole = ledger(out);
    assertThat(whole).hasSize(13);

    out = folder.resolve("killed");
    Random random = new Random();
    int kills = 0;
    while (kills < 10) {
      Process process = child(out);
      if (process.waitFor(2000 + random.nextLong(4000), TimeUnit.MILLISECONDS)) {
        assertThat(process.exitValue()).isZero();
        deleteLastRun(); // it got to its end: take one away, so that there is more to kill
      } else {
        process.destroyForcibly().waitFor();
        kills++;
      }
    }
    assertThat(child(out).waitFor()).isZero();
    assertThat(ledger(out)).isEqualTo(whole);

    Set<String> finished = new HashSet<>();
    for (String line : Files.readAllLines(out.resolve("journal.csv"))) {
      String[] fields = line.split(",", -1);
      String run = fields[2];
      if (fields[1].equals("taken away")) {
        finished.remove(run);
      } else if (fields[1].equals("finished") || fields[1].equals("diverged")) {
        assertThat(finished.add(run)).as(line).isTrue();
      } else {
        assertThat(finished).as(line).doesNotContain(run);
      }
    }
  }

  private void deleteLastRun() throws IOException {
    List<String> ledger = Files.readAllLines(out.resolve("ledger.csv"));
    String run = ledger.getLast().split(",", -1)[2];
    try (Stream<Path> files = Files.walk(out.resolve("runs").resolve(run))) {
      for (Path path : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
    Path journal = out.resolve("journal.csv");
    Files.writeString(journal, Files.readString(journal) + "now,taken away," + run + ",it\n");
  }

  private Process child(Path study) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "study",
            "run",
            file.toString(),
            "--out",
            study.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
