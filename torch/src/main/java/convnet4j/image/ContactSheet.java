package convnet4j.image;

import convnet4j.data.Draws;
import convnet4j.data.Transform;
import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * A picture of what training sees: a row for every image, the image itself first and then as it is
 * drawn in the epochs 0, 1, 2, … of a run with the same seed. For one thread; close it.
 */
public final class ContactSheet implements AutoCloseable {
  /** Smaller images are enlarged to about so many pixels. */
  private static final int TILE = 112;

  /** 2²⁶ pixels, 200 MB in memory. */
  private static final long MOST = 1L << 26;

  private static final int GAP = 4;
  private static final int LINE = 16;
  private static final int BASELINE = 12;
  private static final double FONT_SIZE = 0.4;

  /** A letter's width at that size, about. */
  private static final int LETTER = 8;

  private static final int WHITE = 255;
  private static final int RGB = 3;

  private final ImageSource source;
  private final List<Transform> transforms;
  private final long seed;
  private final Canvas canvas;
  private final int zoom;

  /**
   * A row of the sheet.
   *
   * @param index the image's place in its split
   * @param title above it; other than ASCII letters are shown as question marks
   */
  public record Row(int index, String title) {}

  /**
   * Prepares to draw.
   *
   * @param source of views of fixed size
   * @throws InputException when a transform needs images of other channels or inputs of another
   *     size
   */
  public ContactSheet(ImageSource source, List<Transform> transforms, long seed) {
    Canvas.check(transforms, source.frame());
    this.source = source;
    this.transforms = List.copyOf(transforms);
    this.seed = seed;
    this.canvas = new Canvas(source.frame());
    int side = Math.max(source.frame().height(), source.frame().width());
    this.zoom = Math.max(1, Math.round((float) TILE / side));
  }

  /**
   * Draws the sheet.
   *
   * @param epochs how many to draw, beside the image itself
   * @return a PNG file
   * @throws InputException when the sheet is too large or an image is bad
   */
  public byte[] png(List<Row> rows, int epochs) {
    int height = LINE + GAP + rows.size() * rowHeight();
    int width = GAP + (epochs + 1) * (tileWidth() + GAP);
    if ((long) height * width > MOST) {
      throw new InputException(
          String.format(
              "sheet: expected at most %d million pixels, received %d×%d; show fewer images or"
                  + " draws, or smaller ones",
              MOST / 1_000_000, width, height));
    }
    try (PointerScope scope = new PointerScope()) {
      Scalar white = new Scalar(WHITE, WHITE, WHITE, WHITE);
      Mat sheet = new Mat(height, width, opencv_core.CV_8UC3, white);
      write(sheet, "original", 0, GAP);
      for (int epoch = 0; epoch < epochs; epoch++) {
        write(sheet, "epoch " + epoch, 0, left(epoch + 1));
      }
      for (int i = 0; i < rows.size(); i++) {
        draw(sheet, rows.get(i), LINE + GAP + i * rowHeight(), epochs);
      }
      return Png.encode(sheet);
    }
  }

  private void draw(Mat sheet, Row row, int top, int epochs) {
    write(sheet, row.title(), top, GAP);
    ByteBuffer pixels = sheet.createBuffer();
    source.read(row.index(), canvas.pixels());
    put(pixels, sheet.cols(), top + LINE, GAP);
    for (int epoch = 0; epoch < epochs; epoch++) {
      Looks.draw(source, row.index(), transforms, Draws.of(seed, epoch, row.index(), 0), canvas);
      put(pixels, sheet.cols(), top + LINE, left(epoch + 1));
    }
  }

  /** Copies what is on the canvas, each pixel as a square; OpenCV's images are blue, green, red. */
  private void put(ByteBuffer sheet, int columns, int top, int left) {
    FeatureMap size = source.frame();
    byte[] row = new byte[tileWidth() * RGB];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0, out = 0; x < tileWidth(); x++) {
        int in = (y * size.width() + x / zoom) * size.channels();
        for (int c = RGB - 1; c >= 0; c--) {
          row[out++] = canvas.pixels()[in + (size.channels() == RGB ? c : 0)];
        }
      }
      for (int copy = 0; copy < zoom; copy++) {
        sheet.put(((top + y * zoom + copy) * columns + left) * RGB, row);
      }
    }
  }

  private void write(Mat sheet, String text, int top, int left) {
    int letters = (left == GAP && top > 0 ? sheet.cols() : tileWidth()) / LETTER;
    String ascii = new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    String shown = ascii.length() <= letters ? ascii : ascii.substring(0, letters);
    opencv_imgproc.putText(
        sheet,
        shown,
        new Point(left, top + BASELINE),
        opencv_imgproc.FONT_HERSHEY_SIMPLEX,
        FONT_SIZE,
        new Scalar(0, 0, 0, 0),
        1,
        opencv_imgproc.LINE_AA,
        false);
  }

  private int left(int column) {
    return GAP + column * (tileWidth() + GAP);
  }

  private int rowHeight() {
    return LINE + source.frame().height() * zoom + GAP;
  }

  private int tileWidth() {
    return source.frame().width() * zoom;
  }

  @Override
  public void close() {
    canvas.close();
  }
}
