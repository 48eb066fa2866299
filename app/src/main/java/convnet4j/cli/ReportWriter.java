package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.errors.InputException;
import convnet4j.io.AtomicFile;
import convnet4j.recipe.TrainEvent;
import convnet4j.report.RunData;
import convnet4j.report.RunPage;
import convnet4j.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps the page of a run up to date: written at its beginning, after every epoch, and with all
 * that is known at its end. What goes wrong is told once and does not touch the training.
 */
final class ReportWriter implements Consumer<TrainEvent>, AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH);

  private final RunFolder run;
  private final Dataset images;
  private final Console console;
  private boolean failed;

  ReportWriter(RunFolder run, Dataset images, Console console) {
    this.run = run;
    this.images = images;
    this.console = console;
  }

  @Override
  public void accept(TrainEvent event) {
    switch (event) {
      case TrainEvent.Started e -> write(this::running);
      case TrainEvent.EpochEnded e -> write(this::running);
      case TrainEvent.Finished e -> write(() -> RunPages.ended(read(), images));
      case TrainEvent.Stepped e -> {}
      case TrainEvent.Saved e -> {}
      case TrainEvent.Notice e -> {}
    }
  }

  /** Says where the page is. */
  @Override
  public void close() {
    if (Files.exists(run.report())) {
      console.say("report: " + run.report());
    }
  }

  private RunPage running() {
    String now = LocalDateTime.now(ZoneId.systemDefault()).format(TIME);
    return RunPages.running(read().running(), images, "as of " + now);
  }

  private RunData read() {
    return RunData.read(run.path());
  }

  private void write(Supplier<RunPage> page) {
    try {
      AtomicFile.writeString(run.report(), page.get().html());
    } catch (IOException | InputException e) {
      if (!failed) {
        failed = true;
        console.say("report: " + run.report() + " cannot be written: " + e.getMessage());
      }
    }
  }
}
