package convnet4j.data;

import java.util.Objects;

/**
 * One look at an image. A network's answers to several are averaged.
 *
 * @param window what is seen of the image
 * @param mirrored whether left and right are exchanged, after the window is cut
 * @param weight of the answer, above 0; those of all views of an image sum to 1
 */
public record View(Window window, boolean mirrored, double weight) {
  /** The centre crop alone. */
  public static final View CENTRE = new View(new Window.Centre(0, 0), false, 1);

  public View {
    Objects.requireNonNull(window, "window");
    if (!(weight > 0 && weight <= 1)) {
      throw new IllegalArgumentException("expected a weight in (0, 1], received " + weight);
    }
  }
}
