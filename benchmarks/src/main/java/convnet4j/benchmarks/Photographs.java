package convnet4j.benchmarks;

import convnet4j.data.Dataset;
import convnet4j.data.Datasets;
import convnet4j.data.FileSplit;
import convnet4j.data.ImageFile;
import convnet4j.errors.InputException;
import convnet4j.io.CacheHome;
import convnet4j.io.ProgressListener;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * JPEGs of the size of photographs, made of small ones: their middle enlarged, so that they are
 * smooth, and grained where the noise that cameras add is wanted for its bytes.
 *
 * @param grain standard deviation of what is added to every value, of 255
 * @param quality of the JPEG, 0..1
 */
record Photographs(int width, int height, double grain, float quality) {
  /** Writes {@code count} files {@code train/<class>/<i>.jpg}, and one of each class to test. */
  void write(String source, int count, Path target) throws IOException {
    try (Dataset dataset =
        Datasets.open(source, CacheHome.path(), true, ProgressListener.NONE)) {
      if (!(dataset.train() instanceof FileSplit files)) {
        throw new InputException(source + ": expects image files, received pixels");
      }
      for (int label = 0; label < dataset.classes().size(); label++) {
        String name = dataset.classes().get(label);
        Files.createDirectories(target.resolve("train").resolve(name));
        Files.createDirectories(target.resolve("test").resolve(name));
      }
      for (int i = 0; i < count; i++) {
        // Spread over the files, which are sorted by class.
        ImageFile file = files.files().get((int) ((long) i * files.size() / count));
        String name = dataset.classes().get(file.label());
        byte[] jpeg = jpeg(enlarged(file.entry().read(), i));
        Files.write(target.resolve("train").resolve(name).resolve(i + ".jpg"), jpeg);
        Files.write(target.resolve("test").resolve(name).resolve("0.jpg"), jpeg);
      }
    }
  }

  private BufferedImage enlarged(byte[] encoded, int seed) throws IOException {
    BufferedImage small = ImageIO.read(new ByteArrayInputStream(encoded));
    int rows = Math.min(small.getHeight(), small.getWidth() * height / width);
    int columns = Math.min(small.getWidth(), small.getHeight() * width / height);
    int top = (small.getHeight() - rows) / 2;
    int left = (small.getWidth() - columns) / 2;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(
        small, 0, 0, width, height, left, top, left + columns, top + rows, null);
    graphics.dispose();
    if (grain > 0) {
      addGrain(image, new Random(seed));
    }
    return image;
  }

  private void addGrain(BufferedImage image, Random random) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = image.getRGB(x, y);
        int grained = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
          long value = (rgb >> shift & 0xFF) + Math.round(grain * random.nextGaussian());
          grained |= Math.clamp(value, 0, 255) << shift;
        }
        image.setRGB(x, y, grained);
      }
    }
  }

  private byte[] jpeg(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
