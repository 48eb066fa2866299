package convnet4j.train;

import convnet4j.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code metrics.csv}: a row per epoch. Written anew each time, so a resumed run has no doubles.
 */
final class Metrics {
  private static final String HEADER =
      "epoch,step,lr,train_loss,train_top1,test_loss,test_top1,test_top5,seconds,images_per_second"
          + ",data_wait";

  private Metrics() {}

  static void write(Path path, List<Progress.Row> rows) throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (Progress.Row r : rows) {
      text.append(r.epoch()).append(',').append(r.step()).append(',').append(r.lr());
      text.append(',').append(r.train().loss()).append(',').append(r.train().top1());
      text.append(',').append(r.test().loss()).append(',').append(r.test().top1());
      text.append(',').append(r.test().top5() == null ? "" : r.test().top5());
      text.append(',').append(r.seconds()).append(',').append(r.imagesPerSecond());
      text.append(',').append(r.dataWait());
      text.append('\n');
    }
    AtomicFile.writeString(path, text.toString());
  }
}
