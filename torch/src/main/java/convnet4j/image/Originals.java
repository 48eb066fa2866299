package convnet4j.image;

import convnet4j.data.Box;
import convnet4j.data.Draws;
import convnet4j.data.FileSplit;
import convnet4j.data.PixelSplit;
import convnet4j.data.Preprocessing;
import convnet4j.data.ResizedCrop;
import convnet4j.data.Split;
import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The images of a split, read and prepared anew each time. A file that is bad is refused by name,
 * or comes out empty.
 *
 * @param skipBad whether bad images come out empty
 */
record Originals(Split split, Preprocessing preprocessing, boolean skipBad) {
  /** Stands for an image that could not be decoded. */
  private static final byte[] BAD = {};

  static FeatureMap shape(PixelSplit pixels) {
    return new FeatureMap(pixels.channels(), pixels.height(), pixels.width());
  }

  /** The image prepared to {@code size}, H×W×C bytes. */
  byte[] frame(int index, FeatureMap size) {
    return switch (split) {
      case PixelSplit p -> Resizer.crop(pixels(p, index), shape(p), size, preprocessing);
      case FileSplit f ->
          unlessBad(() -> Decoder.decode(EncodedImage.of(f, index), size, preprocessing), BAD);
    };
  }

  /** A drawn part of the image, resized to {@code size}, H×W×C bytes. */
  byte[] part(int index, FeatureMap size, ResizedCrop crop, Draws draws) {
    return switch (split) {
      case PixelSplit p -> part(p, index, size, crop, draws);
      case FileSplit f ->
          unlessBad(
              () ->
                  Decoder.part(
                      EncodedImage.of(f, index), size, crop, draws, preprocessing.interpolation()),
              BAD);
    };
  }

  private byte[] part(PixelSplit split, int index, FeatureMap size, ResizedCrop crop, Draws draws) {
    Box box = crop.box(split.height(), split.width(), size.height(), size.width(), draws);
    try (PointerScope scope = new PointerScope()) {
      Mat image = Resizer.mat(pixels(split, index), shape(split));
      return Resizer.part(image, box, size, preprocessing.interpolation());
    }
  }

  /** The whole image at each of {@code sides}, that its shorter side is resized to. */
  List<Picture> wholes(int index, int channels, List<Integer> sides) {
    return switch (split) {
      case PixelSplit p -> wholes(p, index, channels, sides);
      case FileSplit f ->
          unlessBad(
              () ->
                  Decoder.wholes(
                      EncodedImage.of(f, index), channels, sides, preprocessing.interpolation()),
              List.of());
    };
  }

  private List<Picture> wholes(PixelSplit split, int index, int channels, List<Integer> sides) {
    try (PointerScope scope = new PointerScope()) {
      Mat image = Resizer.mat(pixels(split, index), shape(split));
      String name = "image " + index;
      return sides.stream()
          .map(s -> Resizer.whole(name, image, channels, s, preprocessing.interpolation()))
          .toList();
    }
  }

  private static byte[] pixels(PixelSplit split, int index) {
    byte[] image = new byte[split.imageBytes()];
    split.copy(index, image, 0);
    return image;
  }

  private <T> T unlessBad(Supplier<T> reading, T bad) {
    try {
      return reading.get();
    } catch (InputException e) {
      if (skipBad) {
        return bad;
      }
      throw new InputException(e.getMessage() + ", or pass --bad-images skip", e);
    }
  }
}
