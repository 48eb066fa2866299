package convnet4j.study;

import convnet4j.errors.InputException;
import convnet4j.io.AtomicFile;
import convnet4j.io.Csv;
import convnet4j.io.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of a study, and the names of what lies in it.
 *
 * @param path the folder
 */
public record StudyFolder(Path path) {
  private static final String STUDY = "study.yaml";
  private static final String RESULT = "result.json";

  /** The key of a result that names its network's file. */
  private static final String NETWORK = "last_checkpoint";

  /** What reports are made of, and what says how a run went. */
  private static final Set<String> FIGURES =
      Set.of("recipe.yaml", "environment.json", RESULT, "metrics.csv", "steps.csv", "layers.csv");

  /** The study as it was run last. */
  public Path study() {
    return path.resolve(STUDY);
  }

  /** Its name, and at what scale it was run. */
  private Path about() {
    return path.resolve("study.json");
  }

  /** What came of every trial. */
  public Path ledger() {
    return path.resolve("ledger.csv");
  }

  /** What happened when, a line each. */
  public Path journal() {
    return path.resolve("journal.csv");
  }

  /** The run of a recipe's hash. */
  public Path run(String hash) {
    return path.resolve("runs").resolve(hash);
  }

  /** Where the report is written, less its ending. */
  public Path report(String ending) {
    return path.resolve("report." + ending);
  }

  /** Where the report's table is written, a row for every cell. */
  public Path cells() {
    return path.resolve("cells.csv");
  }

  /**
   * The folder of a study that was run before.
   *
   * @throws InputException if none lies there
   */
  public static StudyFolder open(Path path) {
    StudyFolder folder = new StudyFolder(path);
    if (!Files.isRegularFile(folder.study()) || !Files.isRegularFile(folder.ledger())) {
      throw new InputException(
          path
              + ": expects the folder of a study with its "
              + STUDY
              + " and ledger, found none; run it first with './convnet study run'");
    }
    return folder;
  }

  /** Whether a study lies in it. */
  public static boolean isOne(Path path) {
    return Files.isRegularFile(new StudyFolder(path).study());
  }

  /**
   * Keeps what is run.
   *
   * @param text of the study's file
   * @param data where its data sets lie, by what it calls them; see {@link #readData}
   * @param ledger what has come of its trials so far
   * @throws InputException if another study, or another scale of this one, lies there
   */
  public void keep(String text, Study study, Scale scale, Map<String, String> data, Ledger ledger)
      throws IOException {
    Files.createDirectories(path.resolve("runs"));
    requireSame(study, scale);
    AtomicFile.writeString(study(), text);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("study", study.name());
    json.put("scale", scale.name());
    json.put("data", data);
    AtomicFile.writeString(about(), Json.pretty(json) + "\n");
    ledger.write(ledger());
  }

  /**
   * Checks that nothing else lies here.
   *
   * @throws InputException naming both, if another study does, or another scale of this one
   */
  public void requireSame(Study study, Scale scale) {
    About wanted = new About(study.name(), scale.name());
    if (Files.exists(about()) && !readAbout().equals(wanted)) {
      throw new InputException(
          path + ": holds " + readAbout() + ", received " + wanted + "; choose another --out");
    }
  }

  /**
   * Deletes what a run's figures do not need: its networks, what they said of each image, its page.
   */
  void keepFigures(String hash) throws IOException {
    if (!Files.isDirectory(run(hash))) {
      return;
    }
    forgetNetwork(run(hash).resolve(RESULT));
    try (Stream<Path> files = Files.walk(run(hash))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        boolean figures =
            file.getParent().equals(run(hash)) && FIGURES.contains(file.getFileName().toString());
        if (!figures && !file.equals(run(hash))) {
          Files.delete(file);
        }
      }
    }
  }

  /** A result names no file that is about to be deleted. */
  private static void forgetNetwork(Path result) throws IOException {
    Map<String, Object> json = Json.document(result);
    if (json.get(NETWORK) != null) {
      json.put(NETWORK, null);
      AtomicFile.writeString(result, Json.pretty(json) + "\n");
    }
  }

  private record About(String study, String scale) {
    @Override
    public String toString() {
      return "study " + study + " at scale " + scale;
    }
  }

  /** The study that lies here. */
  public Study readStudy() {
    return StudyYaml.read(study(), readAbout().study());
  }

  /** The scale at which it was run. */
  public Scale readScale(Study study) {
    return study.scale(readAbout().scale());
  }

  /** What came of its trials, as it was written last. */
  public Ledger readLedger() {
    return Ledger.read(ledger());
  }

  /**
   * Where the data sets lie that it was run on, by what it calls them; nothing of those that were
   * found by their names.
   */
  public Map<String, String> readData() {
    Map<String, String> data = new LinkedHashMap<>();
    if (Json.document(about()).get("data") instanceof Map<?, ?> places) {
      places.forEach((name, place) -> data.put(name.toString(), place.toString()));
    }
    return data;
  }

  private About readAbout() {
    Map<String, Object> json = Json.document(about());
    if (json.get("study") instanceof String study && json.get("scale") instanceof String scale) {
      return new About(study, scale);
    }
    throw new InputException(about() + ": expected the name and the scale of a study");
  }

  /** Adds a line to the journal, and waits until it is on the disk. */
  void note(String event, String hash, Trial trial) throws IOException {
    String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    String line = String.join(",", time, event, hash, Csv.field(trial.toString())) + "\n";
    try (FileChannel channel =
        FileChannel.open(
            journal(),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
  }

  /**
   * Keeps other processes from running the study here; ends with the returned lock or with the
   * process.
   *
   * @throws InputException if another process does
   */
  public FileChannel lock() throws IOException {
    Files.createDirectories(path);
    FileChannel channel =
        FileChannel.open(
            path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean held = false;
    try {
      held = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // another thread of this process has it
    }
    if (!held) {
      channel.close();
      throw new InputException(
          path + ": another process is running this study; wait for it, or stop it first");
    }
    return channel;
  }
}
