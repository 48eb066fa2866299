package convnet4j.image;

import convnet4j.data.Draws;
import convnet4j.data.HorizontalFlip;
import convnet4j.data.RandomCrop;
import convnet4j.data.Transform;
import convnet4j.net.Shape.FeatureMap;
import java.util.Arrays;
import java.util.List;

/**
 * One image (H×W×C) while {@link Transform}s are carried out on it, and the spare memory they need:
 * nothing is allocated per image. For one thread.
 */
final class Canvas {
  private final int channels;
  private final int height;
  private final int width;
  private byte[] pixels;
  private byte[] spare;

  Canvas(FeatureMap size) {
    channels = size.channels();
    height = size.height();
    width = size.width();
    pixels = new byte[Math.toIntExact(size.elements())];
    spare = new byte[pixels.length];
  }

  /** The image; another array after {@link #apply}. */
  byte[] pixels() {
    return pixels;
  }

  /** Carries out the transforms in order, each drawing what it needs when its turn comes. */
  void apply(List<Transform> transforms, Draws draws) {
    for (Transform transform : transforms) {
      switch (transform) {
        case RandomCrop crop -> {
          int down = crop.shift(draws);
          shift(down, crop.shift(draws));
        }
        case HorizontalFlip flip -> {
          if (flip.flips(draws)) {
            flip();
          }
        }
      }
    }
  }

  /** Moves the window over the image; what lies outside is black. */
  private void shift(int down, int right) {
    int row = width * channels;
    int offset = Math.clamp(right, -width, width) * channels;
    int from = Math.max(offset, 0);
    int to = Math.max(-offset, 0);
    int copied = row - Math.abs(offset);
    for (int y = 0, start = 0; y < height; y++, start += row) {
      int source = y + down;
      if (source < 0 || source >= height) {
        Arrays.fill(spare, start, start + row, (byte) 0);
      } else {
        Arrays.fill(spare, start, start + to, (byte) 0);
        System.arraycopy(pixels, source * row + from, spare, start + to, copied);
        Arrays.fill(spare, start + to + copied, start + row, (byte) 0);
      }
    }
    byte[] shifted = spare;
    spare = pixels;
    pixels = shifted;
  }

  private void flip() {
    int row = width * channels;
    for (int start = 0; start < pixels.length; start += row) {
      int left = start;
      int right = start + row - channels;
      for (; left < right; left += channels, right -= channels) {
        for (int c = 0; c < channels; c++) {
          byte swapped = pixels[left + c];
          pixels[left + c] = pixels[right + c];
          pixels[right + c] = swapped;
        }
      }
    }
  }
}
