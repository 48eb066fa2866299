package convnet4j.image;

import convnet4j.data.Draws;
import convnet4j.data.ResizedCrop;
import convnet4j.data.Sometimes;
import convnet4j.data.Transform;
import convnet4j.data.View;
import convnet4j.data.Window;
import convnet4j.net.Shape.FeatureMap;
import java.util.List;

/**
 * Reads images and puts the views of them into batches, with spare memory. For one thread. Close
 * it, as its {@link Canvas}.
 */
final class Looks implements AutoCloseable {
  private final ImageSource source;
  private final Canvas canvas;
  private final byte[] look;

  Looks(ImageSource source) {
    this.source = source;
    this.canvas = source.fixed() ? new Canvas(source.frame()) : null;
    this.look = source.fixed() ? new byte[Math.toIntExact(source.shape().elements())] : null;
  }

  /** Adds all views of an image; false, and nothing is added, if it is bad and is left out. */
  boolean add(int index, List<Transform> transforms, Draws draws, Batch batch) {
    return source.fixed() ? addFixed(index, transforms, draws, batch) : addWhole(index, batch);
  }

  private boolean addFixed(int index, List<Transform> transforms, Draws draws, Batch batch) {
    if (!draw(source, index, transforms, draws, canvas)) {
      return false;
    }
    batch.add(index, source.label(index));
    for (View view : source.views()) {
      if (isFrame(view)) {
        batch.show(source.shape(), canvas.pixels());
      } else {
        cut(canvas.pixels(), source.frame(), view, source.shape(), look);
        batch.show(source.shape(), look);
      }
    }
    return true;
  }

  /**
   * Reads an image's frame to a canvas and carries the transforms out on it.
   *
   * @return false when the image is bad and is to be skipped
   */
  static boolean draw(
      ImageSource source, int index, List<Transform> transforms, Draws draws, Canvas canvas) {
    ResizedCrop cut = transforms.isEmpty() ? null : cut(transforms.getFirst());
    if (cut == null) {
      boolean good = source.read(index, canvas.pixels());
      canvas.apply(good ? transforms : List.of(), draws);
      return good;
    }
    boolean cuts = !(transforms.getFirst() instanceof Sometimes s) || s.happens(draws);
    boolean good =
        cuts
            ? source.readPart(index, cut, draws, canvas.pixels())
            : source.read(index, canvas.pixels());
    canvas.apply(good ? transforms.subList(1, transforms.size()) : List.of(), draws);
    return good;
  }

  /** What cuts from the whole image, which the frame is no longer; null for another transform. */
  private static ResizedCrop cut(Transform first) {
    Transform inner = first instanceof Sometimes sometimes ? sometimes.transform() : first;
    return inner instanceof ResizedCrop crop ? crop : null;
  }

  private boolean addWhole(int index, Batch batch) {
    List<Picture> pictures = source.wholes(index);
    if (pictures.isEmpty()) {
      return false;
    }
    batch.add(index, source.label(index));
    for (View view : source.views()) {
      Picture picture = pictures.get(source.sides().indexOf(((Window.Whole) view.window()).side()));
      byte[] pixels = picture.pixels();
      if (view.mirrored()) {
        pixels = new byte[pixels.length];
        cut(picture.pixels(), picture.shape(), 0, 0, true, picture.shape(), pixels);
      }
      batch.show(picture.shape(), pixels);
    }
    return true;
  }

  private boolean isFrame(View view) {
    boolean centre = view.window().equals(View.CENTRE.window()) && !view.mirrored();
    return centre && source.frame().equals(source.shape());
  }

  /** Cuts a view of fixed size out of a frame, H×W×C. */
  static void cut(byte[] frame, FeatureMap from, View view, FeatureMap to, byte[] target) {
    int bottom = from.height() - to.height();
    int right = from.width() - to.width();
    Region centre = Region.centre(from.height(), from.width(), to.height(), to.width());
    int top;
    int left;
    switch (view.window()) {
      case Window.Centre w -> {
        top = centre.top() + w.down();
        left = centre.left() + w.right();
      }
      case Window.Patch p -> {
        top =
            switch (p.place()) {
              case TOP_LEFT, TOP_RIGHT -> 0;
              case BOTTOM_LEFT, BOTTOM_RIGHT -> bottom;
              case CENTRE -> centre.top();
            };
        left =
            switch (p.place()) {
              case TOP_LEFT, BOTTOM_LEFT -> 0;
              case TOP_RIGHT, BOTTOM_RIGHT -> right;
              case CENTRE -> centre.left();
            };
      }
      case Window.Whole w -> throw new IllegalArgumentException("a whole image has its own size");
    }
    cut(frame, from, top, left, view.mirrored(), to, target);
  }

  private static void cut(
      byte[] frame,
      FeatureMap from,
      int top,
      int left,
      boolean mirrored,
      FeatureMap to,
      byte[] target) {
    int channels = to.channels();
    int out = 0;
    for (int y = 0; y < to.height(); y++) {
      int row = Canvas.reflected(top + y, from.height()) * from.width();
      for (int x = 0; x < to.width(); x++) {
        int column = mirrored ? to.width() - 1 - x : x;
        int in = (row + Canvas.reflected(left + column, from.width())) * channels;
        for (int c = 0; c < channels; c++) {
          target[out++] = frame[in++];
        }
      }
    }
  }

  @Override
  public void close() {
    if (canvas != null) {
      canvas.close();
    }
  }
}
