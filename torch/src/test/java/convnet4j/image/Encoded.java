package convnet4j.image;

import convnet4j.data.FileSplit;
import convnet4j.data.ImageFile;
import convnet4j.io.Archive;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Images for tests, encoded and decoded by the JDK: independent of OpenCV. */
final class Encoded {
  private Encoded() {}

  /** A smooth picture without symmetry: JPEG keeps it well, and a turn or a flip shows. */
  static BufferedImage gradient(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(
            x, y, rgb(255 * x / width, 255 * y / height, 255 * (x + y) / (width + height)));
      }
    }
    return image;
  }

  static int rgb(int red, int green, int blue) {
    return red << 16 | green << 8 | blue;
  }

  static byte[] encode(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("the JDK does not write this as " + format);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] progressiveJpeg(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The JPEG with an EXIF segment that says how to turn it, and that ends in {@code thumbnail}. */
  static byte[] withExif(byte[] jpeg, int orientation, byte[] thumbnail) {
    ByteBuffer tiff = ByteBuffer.allocate(26);
    tiff.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    tiff.putShort((short) 1); // one entry: tag 0x0112, a short, one of it
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0).putInt(0);
    byte[] name = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    int length = 2 + name.length + tiff.capacity() + thumbnail.length;
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + 2 + length);
    out.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) length);
    out.put(name).put(tiff.array()).put(thumbnail).put(jpeg, 2, jpeg.length - 2);
    return out.array();
  }

  /** The JDK's own decoding, as H×W×3 bytes. */
  static byte[] reference(byte[] encoded) {
    try {
      return pixels(ImageIO.read(new ByteArrayInputStream(encoded)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** H×W×3 bytes. */
  static byte[] pixels(BufferedImage image) {
    ByteBuffer out = ByteBuffer.allocate(image.getHeight() * image.getWidth() * 3);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        out.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
      }
    }
    return out.array();
  }

  /** The bytes from the given values, 0..255. */
  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** The largest difference between two pixels. */
  static int distance(byte[] a, byte[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "expected as many bytes, received " + a.length + ", " + b.length);
    }
    int largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs((a[i] & 0xFF) - (b[i] & 0xFF)));
    }
    return largest;
  }

  /** Files {@code class/i} in memory, labelled i modulo 10; each reading runs {@code onRead}. */
  static FileSplit split(List<byte[]> contents, Runnable onRead) {
    List<ImageFile> files = new ArrayList<>();
    for (int i = 0; i < contents.size(); i++) {
      files.add(
          new ImageFile("class/" + i, i % 10, inMemory("class/" + i, contents.get(i), onRead)));
    }
    return new FileSplit(files);
  }

  /** Files in memory, labelled by their places modulo 2. */
  static FileSplit split(Map<String, byte[]> contents) {
    List<ImageFile> files = new ArrayList<>();
    contents.forEach(
        (path, content) ->
            files.add(new ImageFile(path, files.size() % 2, inMemory(path, content, () -> {}))));
    return new FileSplit(files);
  }

  private static Archive.Entry inMemory(String path, byte[] content, Runnable onRead) {
    return new Archive.Entry() {
      @Override
      public String path() {
        return path;
      }

      @Override
      public long size() {
        return content.length;
      }

      @Override
      public byte[] read() {
        onRead.run();
        return content.clone();
      }
    };
  }
}
