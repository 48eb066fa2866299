package convnet4j.report.study;

import convnet4j.study.Cell;
import convnet4j.study.Scale;
import convnet4j.study.Studies;
import convnet4j.study.Study;
import convnet4j.study.StudyFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/** Writes what an imagined study leaves in its folder. */
final class StudyFiles {
  static final String RATES =
      """
      title: Rates </style><b>
      question: Does the learning rate matter, "really"?
      source: a slide
      fixed: {network: resnet20, data: shapes, epochs: 3}
      axes:
        rate:
          high: {lr: 0.1}
          low: {lr: 0.01}
      seeds: 3
      published:
        - source: a table
          cells:
            - {rate: high, value: 92.54}
      comparisons:
        - {name: high against low, a: {rate: high}, b: {rate: low}}
        - {name: "low against high, training", a: {rate: low}, b: {rate: high}, measure: train_error}
      notes: [Only imagined.]
      scales:
        half:
          says: 2 epochs; "only" </style> a part
          fixed: {epochs: 2}
      """;

  private static final String HEAD =
      "seed,run,state,train_loss,train_top1,test_loss,test_top1,test_top5,params,epochs,steps,"
          + "seconds,images_per_second\n";

  private final Path folder;
  private final StringBuilder ledger = new StringBuilder();
  private int runs;

  /** The folder of a study of one axis. */
  StudyFiles(Path folder, String study, String scale) {
    this(folder, study, scale, "rate");
  }

  /** The folder of a study of several axes. */
  StudyFiles(Path folder, String study, String scale, String axes) {
    this.folder = folder;
    write(folder.resolve("study.yaml"), study);
    about("rates", scale);
    ledger.append(axes).append(',').append(HEAD);
  }

  private void about(String name, String scale) {
    String json = "{\"study\":\"%s\",\"scale\":\"%s\"}".formatted(name, scale);
    write(folder.resolve("study.json"), json);
  }

  /** A run that came to its end: 3 epochs in 30 seconds. */
  StudyFiles finished(String level, int seed, double testTop1, double trainTop1) {
    String figures = "0.5,%s,0.75,%s,99,272474,3,300,30,150";
    return row(level, seed, "finished", figures.formatted(trainTop1, testTop1));
  }

  StudyFiles row(String labels, int seed, String state, String figures) {
    String run = "r" + runs++;
    ledger.append("%s,%d,%s,%s,%s\n".formatted(labels, seed, run, state, figures));
    write(folder.resolve("ledger.csv"), ledger.toString());
    return this;
  }

  StudyFiles missing(String level, int seed) {
    return row(level, seed, "missing", ",".repeat(9));
  }

  StudyFiles diverged(String level, int seed) {
    return row(level, seed, "diverged", ",".repeat(9));
  }

  /** Answers of the run of the last row, of which the first {@code right} are right. */
  StudyFiles answers(int images, int right) {
    StringBuilder text = new StringBuilder("index,label,predicted,probability\n");
    for (int i = 0; i < images; i++) {
      text.append("%d,%d,%d,0.5\n".formatted(i, i % 3, i < right ? i % 3 : (i + 1) % 3));
    }
    file("result.json", "{\"test_images\":%d}".formatted(images));
    return file("predictions-test.csv", text.toString());
  }

  /** A file of the run of the last row. */
  StudyFiles file(String name, String text) {
    write(folder.resolve("runs").resolve("r" + (runs - 1)).resolve(name), text);
    return this;
  }

  StudyReport report() {
    return StudyReport.of(StudyFolder.open(folder), Map.of("Run it", "./convnet study run 'a <b'"));
  }

  /**
   * A study of the documents with curves and layers for every run.
   *
   * @param accuracy by cell and seed
   */
  static StudyReport bundled(
      Path folder, String name, String scale, ToDoubleBiFunction<Cell, Long> accuracy) {
    Studies.Source source = Studies.read(name);
    Study study = source.study();
    List<String> axes = study.axes().stream().map(axis -> axis.name()).toList();
    StudyFiles files = new StudyFiles(folder, source.text(), scale, String.join(",", axes));
    files.about(name, scale);
    Scale at = study.scale(scale);
    for (long seed : study.seeds(at)) {
      for (Cell cell : study.cells(at)) {
        double top1 = accuracy.applyAsDouble(cell, seed);
        files
            .finished(quoted(cell), (int) seed, top1, top1 + 2)
            .file("metrics.csv", metrics(top1))
            .file("layers.csv", layers())
            .file(
                "environment.json", "{\"cpu\":\"a <fast> one\",\"threads\":2,\"commit\":\"abc\"}");
        if (files.runs == 1) {
          files.answers(1000, (int) (10 * top1));
        }
      }
    }
    return files.report();
  }

  private static String quoted(Cell cell) {
    return String.join(
        ",", cell.labels().values().stream().map(label -> "\"" + label + "\"").toList());
  }

  private static String metrics(double top1) {
    StringBuilder text =
        new StringBuilder("epoch,step,train_loss,train_top1,test_loss,test_top1\n");
    for (int epoch = 1; epoch <= 6; epoch++) {
      double now = top1 * (1 - Math.exp(-epoch));
      text.append(
          String.format(Locale.ROOT, "%d,%d,1,%.2f,1,%.2f\n", epoch, 100 * epoch, now + 2, now));
    }
    return text.toString();
  }

  private static String layers() {
    StringBuilder text = new StringBuilder();
    text.append("step,path,kind,depth,gradient_norm,weight_norm,update_ratio,mean,std,zeros,")
        .append("saturated,dead,branch_ratio\n");
    for (int step : new int[] {0, 200, 400}) {
      for (int depth = 1; depth <= 5; depth++) {
        text.append(
            String.format(
                Locale.ROOT,
                "%d,conv%d,Conv,%d,%.4f,5,0.01,0,1,,,,\n",
                step,
                depth,
                depth,
                0.1 * depth));
      }
    }
    return text.toString();
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
