package convnet4j.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import convnet4j.recipe.Score;
import convnet4j.recipe.TrainEvent;
import convnet4j.track.Points.Point;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PointsTest {
  private static final Path RUN = Path.of("runs/x");

  private static List<Point> points(long steps, long from, long to) {
    Points points = new Points(Runs.started(RUN, steps, from));
    List<Point> all = new ArrayList<>();
    for (long step = from; step < to; step++) {
      points.after(Runs.step(step, step, 8)).ifPresent(all::add);
    }
    return all;
  }

  @Test
  void everyStepOfAShortRunIsAPoint() {
    assertThat(points(3, 0, 3))
        .extracting(Point::step, point -> point.values().get("loss/batch"))
        .containsExactly(tuple(1L, 0.0), tuple(2L, 1.0), tuple(3L, 2.0));
  }

  @Test
  void aLongRunHasAtMostTwoThousandPointsAndTheLastStepIsOne() {
    List<Point> points = points(4001, 0, 4001); // windows of 3 steps
    assertThat(points).hasSize(1334);
    assertThat(points.getFirst()).isEqualTo(new Point(3, points.getFirst().values()));
    assertThat(points.getFirst().values()).containsEntry("loss/batch", 1.0); // of 0, 1, 2
    assertThat(points.getLast().step()).isEqualTo(4001);
    assertThat(points.getLast().values()).containsEntry("loss/batch", 3999.5); // of 3999, 4000
  }

  @Test
  void windowsOfAResumedRunEndWhereThoseOfAnUninterruptedOneDo() {
    assertThat(points(6000, 301, 330))
        .extracting(Point::step)
        .containsExactly(303L, 306L, 309L, 312L, 315L, 318L, 321L, 324L, 327L, 330L);
  }

  @Test
  void aWindowsLossIsTheMeanOverImagesAndItsNormThatOfTheStepsMeasured() {
    Points points = new Points(Runs.started(RUN, 6000, 0));
    assertThat(points.after(Runs.step(0, 1, 30, 4))).isEmpty();
    assertThat(points.after(Runs.step(1, 2, 10))).isEmpty();
    Point point = points.after(Runs.step(2, 9, 0, 2)).orElseThrow(); // a batch that was left out
    assertThat(point.values())
        .isEqualTo(
            Map.of(
                "gradient_norm", 3.0, "images_per_second", 100.0, "loss/batch", 1.25, "lr", 0.1));
  }

  @Test
  void anEpochHasWhatWasMeasured() {
    Points points = new Points(Runs.started(RUN, 100, 0));
    Score test = new Score(2, 40, 90.0);
    TrainEvent event = Runs.epoch(0, null, test);
    assertThat(points.after(event).orElseThrow().values())
        .containsOnly(
            Map.entry("loss/train", 1.5),
            Map.entry("top1/train", 50.0),
            Map.entry("loss/test", 2.0),
            Map.entry("top1/test", 40.0),
            Map.entry("top5/test", 90.0));
    assertThat(points.after(Runs.epoch(1, new Score(3, 30, null), null)).orElseThrow().values())
        .containsOnlyKeys("loss/train", "top1/train", "loss/validation", "top1/validation");
  }
}
