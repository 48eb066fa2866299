package convnet4j.image;

import convnet4j.data.Adjustment;
import convnet4j.data.AlternatingFlip;
import convnet4j.data.Augment;
import convnet4j.data.Augmentation;
import convnet4j.data.Box;
import convnet4j.data.ChannelShift;
import convnet4j.data.ColourJitter;
import convnet4j.data.Cutout;
import convnet4j.data.Draws;
import convnet4j.data.Elastic;
import convnet4j.data.GaussianBlur;
import convnet4j.data.Grayscale;
import convnet4j.data.HorizontalFlip;
import convnet4j.data.PcaColour;
import convnet4j.data.RandAugment;
import convnet4j.data.RandomCrop;
import convnet4j.data.RandomErasing;
import convnet4j.data.ResizedCrop;
import convnet4j.data.Rotation;
import convnet4j.data.ScaleJitter;
import convnet4j.data.Shear;
import convnet4j.data.Sometimes;
import convnet4j.data.Transform;
import convnet4j.data.TrivialAugment;
import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * One image (H×W×C) while {@link Transform}s are carried out on it, and the spare memory they need:
 * none is allocated per image, but for what OpenCV allocates itself. For one thread. Close it:
 * OpenCV's images are native.
 */
final class Canvas implements AutoCloseable {
  private final FeatureMap size;
  private final int channels;
  private final int height;
  private final int width;
  private byte[] pixels;
  private byte[] spare;

  /** Made when it is first needed. */
  private Warps warps;

  Canvas(FeatureMap size) {
    this.size = size;
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

  /**
   * Refuses transforms that inputs of that size cannot have.
   *
   * @throws InputException that names the first of them
   */
  static void check(List<Transform> transforms, FeatureMap size) {
    for (Transform transform : transforms) {
      String where = "augment '" + Augment.format(Augmentation.of(transform)) + "': expected ";
      Transform inner = transform instanceof Sometimes s ? s.transform() : transform;
      checkChannels(inner, size.channels(), where);
      if (inner instanceof ScaleJitter jitter) {
        checkScales(jitter, Math.max(size.height(), size.width()), where);
      }
    }
  }

  private static void checkChannels(Transform transform, int channels, String where) {
    boolean takes =
        switch (transform) {
          case RandomCrop t -> true;
          case HorizontalFlip t -> true;
          case AlternatingFlip t -> true;
          case PcaColour t -> channels == Warps.COLOUR;
          default -> channels == 1 || channels == Warps.COLOUR;
        };
    if (!takes) {
      throw new InputException(
          where
              + "images of "
              + (transform instanceof PcaColour ? "3 channels" : "1 or 3 channels")
              + ", received "
              + channels
              + "; leave it out");
    }
  }

  private static void checkScales(ScaleJitter jitter, int side, String where) {
    if (jitter.min() < side) {
      throw new InputException(
          where
              + "sides of at least the "
              + side
              + " pixels of the network's input, received "
              + jitter.min()
              + "; write jitter:"
              + side
              + ":"
              + Math.max(side, jitter.max()));
    }
  }

  /** Carries out the transforms in order, each drawing what it needs when its turn comes. */
  void apply(List<Transform> transforms, Draws draws) {
    for (Transform transform : transforms) {
      // The usual two by themselves: beside the others, the JIT would put every Draws on the heap.
      if (transform instanceof RandomCrop crop) {
        crop(crop, draws);
      } else if (transform instanceof HorizontalFlip flip) {
        flip(flip.flips(draws));
      } else {
        apply(transform, draws);
      }
    }
  }

  private void apply(Transform transform, Draws draws) {
    switch (transform) {
      case RandomCrop crop -> crop(crop, draws);
      case HorizontalFlip flip -> flip(flip.flips(draws));
      case AlternatingFlip flip -> flip(flip.flips(draws));
      case Rotation rotation -> rotate(rotation.angle(draws));
      case Shear shear -> shear(shear.angle(draws));
      case Elastic elastic -> warp(w -> w.displace(pixels, spare, elastic, draws));
      case ChannelShift shift -> add(shift, draws);
      case PcaColour pca -> Colours.add(pixels, pca.shifts(draws));
      case ColourJitter jitter -> jitter.draw(draws).forEach(this::adjust);
      case Grayscale gray -> Colours.gray(pixels, channels);
      case GaussianBlur blur -> blur(blur.size(), blur.sigma(draws));
      case Cutout cutout -> paint(cutout.box(height, width, draws), (byte) cutout.fill());
      case RandomErasing erasing ->
          erasing.box(height, width, draws).ifPresent(box -> paintNoise(box, draws));
      case RandAugment augment -> augment.draw(height, width, draws).forEach(this::adjust);
      case TrivialAugment augment -> adjust(augment.draw(draws));
      case Sometimes sometimes -> {
        if (sometimes.happens(draws)) {
          apply(sometimes.transform(), draws);
        }
      }
      case ResizedCrop crop ->
          throw new IllegalArgumentException("cut before the image is on the canvas: " + crop);
    }
  }

  /** Carries out one change of a strength that is drawn already. */
  void adjust(Adjustment adjustment) {
    double amount = adjustment.amount();
    switch (adjustment.kind()) {
      case IDENTITY -> {}
      case SHEAR_X -> affine(Affine.shearRows(amount));
      case SHEAR_Y -> affine(Affine.shearColumns(amount));
      case TRANSLATE_X -> shift(0, -(int) amount);
      case TRANSLATE_Y -> shift(-(int) amount, 0);
      case ROTATE -> rotate(amount);
      case BRIGHTNESS -> Colours.brightness(pixels, channels, 1 + amount);
      case CONTRAST -> Colours.contrast(pixels, channels, 1 + amount);
      case SATURATION -> Colours.saturation(pixels, channels, 1 + amount);
      case HUE -> hue(amount);
      case SHARPNESS -> {
        Colours.sharpness(pixels, spare, size, 1 + amount);
        swap();
      }
      case POSTERIZE -> Colours.posterize(pixels, channels, (int) amount);
      case SOLARIZE -> Colours.solarize(pixels, channels, amount);
      case AUTO_CONTRAST -> Colours.autoContrast(pixels, channels);
      case EQUALIZE -> Colours.equalize(pixels, channels);
    }
  }

  private void crop(RandomCrop crop, Draws draws) {
    int down = crop.shift(draws);
    int right = crop.shift(draws);
    switch (crop.border()) {
      case BLACK -> shift(down, right);
      case REFLECT -> reflect(down, right);
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
    swap();
  }

  /** Moves the window over the image and its mirror images around it. */
  private void reflect(int down, int right) {
    int row = width * channels;
    int offset = Math.clamp(right, -width, width);
    int from = Math.max(offset, 0);
    int to = Math.max(-offset, 0);
    int copied = width - Math.abs(offset);
    int end = to + copied;
    for (int y = 0, start = 0; y < height; y++, start += row) {
      int source = reflected(y + down, height) * row;
      System.arraycopy(
          pixels, source + from * channels, spare, start + to * channels, copied * channels);
      for (int x = 0; x < to; x++) {
        copyPixel(source, reflected(x + right, width), start, x);
      }
      for (int x = end; x < width; x++) {
        copyPixel(source, reflected(x + right, width), start, x);
      }
    }
    swap();
  }

  private void copyPixel(int sourceRow, int from, int targetRow, int to) {
    for (int c = 0; c < channels; c++) {
      spare[targetRow + to * channels + c] = pixels[sourceRow + from * channels + c];
    }
  }

  /** Past the border and back, without the border twice; an image of one pixel is all border. */
  static int reflected(int i, int size) {
    if (i >= 0 && i < size) {
      return i;
    }
    int period = Math.max(1, 2 * (size - 1));
    int inside = Math.floorMod(i, period);
    return Math.min(inside, period - inside);
  }

  private void flip(boolean really) {
    if (!really) {
      return;
    }
    int row = width * channels;
    for (int start = 0; start < pixels.length; start += row) {
      if (channels == Warps.COLOUR) {
        flipColour(pixels, start, start + row - Warps.COLOUR);
      } else {
        flipRow(start, start + row - channels);
      }
    }
  }

  private void flipRow(int first, int last) {
    for (int left = first, right = last; left < right; left += channels, right -= channels) {
      for (int c = 0; c < channels; c++) {
        byte swapped = pixels[left + c];
        pixels[left + c] = pixels[right + c];
        pixels[right + c] = swapped;
      }
    }
  }

  /** The same without a loop over the channels, which is most of the time. */
  private static void flipColour(byte[] pixels, int first, int last) {
    for (int left = first, right = last; left < right; left += 3, right -= 3) {
      byte red = pixels[left];
      byte green = pixels[left + 1];
      byte blue = pixels[left + 2];
      pixels[left] = pixels[right];
      pixels[left + 1] = pixels[right + 1];
      pixels[left + 2] = pixels[right + 2];
      pixels[right] = red;
      pixels[right + 1] = green;
      pixels[right + 2] = blue;
    }
  }

  /** Turns counter-clockwise by an angle in degrees. */
  void rotate(double angle) {
    affine(Affine.rotation(size, angle));
  }

  /** Moves the upper half to the right where the angle, in degrees, is above 0. */
  void shear(double angle) {
    affine(Affine.shear(size, angle));
  }

  void blur(int window, double sigma) {
    warp(w -> w.blur(pixels, spare, window, sigma));
  }

  private void hue(double turn) {
    if (channels == Warps.COLOUR) {
      warp(w -> w.hue(pixels, spare, turn));
    }
  }

  private void affine(double[] inverse) {
    warp(w -> w.affine(pixels, spare, inverse));
  }

  private void warp(Consumer<Warps> into) {
    if (warps == null) {
      warps = new Warps(size);
    }
    into.accept(warps);
    swap();
  }

  private void add(ChannelShift shift, Draws draws) {
    double[] shifts = new double[channels];
    for (int c = 0; c < channels; c++) {
      shifts[c] = shift.shift(draws);
    }
    Colours.add(pixels, shifts);
  }

  private void paint(Box box, byte value) {
    for (int y = box.top(); y < box.top() + box.height(); y++) {
      int start = (y * width + box.left()) * channels;
      Arrays.fill(pixels, start, start + box.width() * channels, value);
    }
  }

  private void paintNoise(Box box, Draws draws) {
    long bits = 0;
    int left = 0;
    for (int y = box.top(); y < box.top() + box.height(); y++) {
      int start = (y * width + box.left()) * channels;
      for (int i = start; i < start + box.width() * channels; i++) {
        if (left == 0) {
          bits = draws.next();
          left = Long.BYTES;
        }
        pixels[i] = (byte) bits;
        bits >>>= Byte.SIZE;
        left--;
      }
    }
  }

  private void swap() {
    byte[] changed = spare;
    spare = pixels;
    pixels = changed;
  }

  @Override
  public void close() {
    if (warps != null) {
      warps.close();
      warps = null;
    }
  }
}
