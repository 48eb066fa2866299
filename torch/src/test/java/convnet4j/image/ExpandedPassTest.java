package convnet4j.image;

import static convnet4j.image.Passes.BATCH;
import static convnet4j.image.Passes.CROP_FLIP;
import static convnet4j.image.Passes.IMAGES;
import static convnet4j.image.Passes.SIZE;
import static convnet4j.image.Passes.all;
import static convnet4j.image.Passes.bytes;
import static convnet4j.image.Passes.files;
import static convnet4j.image.Passes.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Draws;
import convnet4j.data.Expansion;
import convnet4j.data.Expansion.Redraw;
import convnet4j.data.HorizontalFlip;
import convnet4j.data.RandomCrop;
import convnet4j.data.Transform;
import convnet4j.errors.InputException;
import convnet4j.image.Passes.Copy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExpandedPassTest {
  private static LoadPlan expanded(Redraw redraw, int epoch, int workers) {
    List<List<Transform>> copies = List.of(CROP_FLIP, List.of(new RandomCrop(3)));
    Expansion expansion = new Expansion(copies, redraw);
    List<Transform> flip = List.of(new HorizontalFlip(0.5));
    return LoadPlan.training(BATCH, flip, expansion, 42, epoch, workers);
  }

  @Test
  void anExpandedPassHasEveryImageOnceAndEveryCopyOnceEachWithItsOwnDraws() {
    ImageSource source = pixels();
    for (Redraw redraw : Redraw.values()) {
      int[] order = Draws.permutation(42, 3, 3 * IMAGES);
      LoadPlan plan = expanded(redraw, 3, 2);
      Canvas canvas = new Canvas(SIZE);
      int seen = 0;
      try (BatchLoader loader = new BatchLoader(source, plan)) {
        assertThat(loader.batches()).isEqualTo(31);
        for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
          byte[] bytes = bytes(batch);
          for (int i = 0; i < batch.size(); i++) {
            int index = order[seen] % IMAGES;
            int view = order[seen++] / IMAGES;
            assertThat(batch.index(i)).isEqualTo(index);
            assertThat(batch.label(i)).isEqualTo(index % 7);
            source.read(index, canvas.pixels());
            List<Transform> transforms =
                switch (view) {
                  case 0 -> List.of(new HorizontalFlip(0.5));
                  case 1 -> CROP_FLIP;
                  default -> List.of(new RandomCrop(3));
                };
            int epoch = view > 0 && redraw == Redraw.ONCE ? 0 : 3;
            canvas.apply(transforms, Draws.of(42, epoch, index, view));
            int start = i * canvas.pixels().length;
            assertThat(Arrays.copyOfRange(bytes, start, start + canvas.pixels().length))
                .isEqualTo(canvas.pixels());
          }
        }
      }
      assertThat(seen).isEqualTo(3 * IMAGES);
    }
  }

  @Test
  void anExpandedPassDoesNotDependOnTheNumberOfWorkersOrOnWhereItBegins() {
    ImageSource source = pixels();
    for (Redraw redraw : Redraw.values()) {
      List<Copy> alone = all(source, expanded(redraw, 1, 1));
      assertThat(all(source, expanded(redraw, 1, 3))).isEqualTo(alone);
      for (int first : new int[] {1, 11, 30, 31}) {
        assertThat(all(source, expanded(redraw, 1, 2).startingAt(first)))
            .isEqualTo(alone.subList(first, alone.size()));
      }
    }
  }

  @Test
  void copiesDrawnOnceAreTheSameInEveryEpochAndOthersAreNot() {
    ImageSource source = pixels();
    List<List<Transform>> crop = List.of(List.of(new RandomCrop(3)));
    for (Redraw redraw : Redraw.values()) {
      List<List<List<Byte>>> epochs = new ArrayList<>();
      for (int epoch = 0; epoch < 2; epoch++) {
        LoadPlan plan = LoadPlan.training(1, List.of(), new Expansion(crop, redraw), 42, epoch, 2);
        epochs.add(
            all(source, plan).stream()
                .map(Copy::pixels)
                .sorted(Comparator.comparing(Object::toString))
                .toList());
      }
      assertThat(epochs.get(0).equals(epochs.get(1))).isEqualTo(redraw == Redraw.ONCE);
    }
  }

  @Test
  void aBadImageAmongCopiesIsCountedOnce() {
    ImageSource source = files(true, 20, 3, 15);
    try (BatchLoader loader = new BatchLoader(source, expanded(Redraw.EPOCH, 0, 2))) {
      int images = 0;
      for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
        images += batch.size();
      }
      assertThat(images).isEqualTo(3 * 18);
      assertThat(loader.skipped()).isEqualTo(2);
    }
  }

  @Test
  void moreCopiesThanCanBeCountedAreRefused() {
    Expansion expansion =
        new Expansion(Collections.nCopies(99, List.<Transform>of()), Redraw.EPOCH);
    LoadPlan plan = LoadPlan.training(BATCH, List.of(), expansion, 42, 0, 1);
    assertThat(plan.entries(20_000_000)).isEqualTo(2_000_000_000);
    assertThatThrownBy(() -> plan.entries(30_000_000))
        .isInstanceOf(InputException.class)
        .hasMessage("expand: expects at most 70 copies of 30000000 images, received 99");
  }
}
