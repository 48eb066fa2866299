package convnet4j.train;

import convnet4j.io.AtomicFile;
import convnet4j.recipe.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

/**
 * {@code metrics.csv}: a row per epoch. Written anew each time, so a resumed run has no doubles.
 */
final class Metrics {
  private static final String HEADER =
      "epoch,step,lr,train_loss,train_top1,val_loss,val_top1,test_loss,test_top1,test_top5,seconds"
          + ",images_per_second,data_wait";

  private Metrics() {}

  static void write(Path path, List<Progress.Row> rows) throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (Progress.Row r : rows) {
      StringJoiner row = new StringJoiner(",");
      row.add(Integer.toString(r.epoch())).add(Long.toString(r.step()));
      row.add(Double.toString(r.lr()));
      row.add(loss(r.train())).add(top1(r.train()));
      row.add(loss(r.validation())).add(top1(r.validation()));
      row.add(loss(r.test())).add(top1(r.test()));
      row.add(cell(r.test() == null ? null : r.test().top5()));
      row.add(cell(r.seconds())).add(cell(r.imagesPerSecond())).add(cell(r.dataWait()));
      text.append(row).append('\n');
    }
    AtomicFile.writeString(path, text.toString());
  }

  private static String loss(Score score) {
    return cell(score == null ? null : score.loss());
  }

  private static String top1(Score score) {
    return cell(score == null ? null : score.top1());
  }

  /** Empty for what was not measured. */
  private static String cell(Double value) {
    return value == null ? "" : value.toString();
  }
}
