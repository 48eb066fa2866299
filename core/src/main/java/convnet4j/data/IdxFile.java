package convnet4j.data;

import convnet4j.errors.InputException;
import convnet4j.io.Archive.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * One file of MNIST's form: a big-endian header (two zero bytes, the type 8 for unsigned bytes, the
 * number of dimensions; then each of them as an int) and the bytes. It may be compressed by gzip.
 *
 * @param path for messages
 * @param part which of the four it is
 * @param packed whether its name says that it is compressed
 * @param entry where its bytes are read
 */
record IdxFile(String path, Part part, boolean packed, Entry entry) {
  private static final Pattern NAME =
      Pattern.compile("(train|t10k|test)-(images|labels)[-.]idx([13])-ubyte(\\.gz)?");

  private static final int UNSIGNED_BYTES = 8;

  /** As for any file that is read whole. */
  private static final long MOST = 1L << 30;

  /** What deflate can reach at most is 1032; a header that claims more lies. */
  private static final long MOST_RATIO = 1100;

  /** The files of a set. */
  enum Part {
    TRAIN_IMAGES("train-images-idx3-ubyte", 3),
    TRAIN_LABELS("train-labels-idx1-ubyte", 1),
    TEST_IMAGES("t10k-images-idx3-ubyte", 3),
    TEST_LABELS("t10k-labels-idx1-ubyte", 1);

    private final String official;
    private final int dimensions;

    Part(String official, int dimensions) {
      this.official = official;
      this.dimensions = dimensions;
    }

    /** Its name on MNIST's page. */
    String official() {
      return official;
    }

    private static Part of(boolean train, boolean images) {
      return train ? (images ? TRAIN_IMAGES : TRAIN_LABELS) : (images ? TEST_IMAGES : TEST_LABELS);
    }
  }

  /**
   * What a file holds.
   *
   * @param count images or labels
   * @param height rows of an image; 1 for labels
   * @param width columns of an image; 1 for labels
   * @param data count × height × width bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Content(int count, int height, int width, byte[] data) {}

  /** The file, if its name is of MNIST's form. */
  static Optional<IdxFile> of(String where, Entry entry) {
    String file = entry.path().substring(entry.path().lastIndexOf('/') + 1);
    Matcher matcher = NAME.matcher(file.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Part part = Part.of(matcher.group(1).equals("train"), matcher.group(2).equals("images"));
    boolean fits = part.dimensions == Integer.parseInt(matcher.group(3));
    return fits
        ? Optional.of(
            new IdxFile(where + "/" + entry.path(), part, matcher.group(4) != null, entry))
        : Optional.empty();
  }

  /** Of two files for one part, the one that needs no unpacking. */
  static IdxFile preferred(IdxFile a, IdxFile b) {
    return a.packed && !b.packed ? b : a;
  }

  /**
   * Reads and checks the file.
   *
   * @throws InputException when the header is another one, or the bytes are not as many as it says
   */
  Content read() {
    byte[] stored = entry.read();
    boolean gzip = stored.length > 1 && stored[0] == 0x1F && (stored[1] & 0xFF) == 0x8B;
    try (InputStream in =
        gzip
            ? new GZIPInputStream(new ByteArrayInputStream(stored), 1 << 16)
            : new ByteArrayInputStream(stored)) {
      return read(in, gzip ? stored.length * MOST_RATIO : stored.length);
    } catch (IOException e) {
      throw new InputException(
          path + ": damaged or cut short (" + e.getMessage() + "); fetch it again", e);
    }
  }

  private Content read(InputStream in, long most) throws IOException {
    byte[] header = in.readNBytes(4 + 4 * part.dimensions);
    ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.BIG_ENDIAN);
    int magic = UNSIGNED_BYTES << 8 | part.dimensions;
    if (header.length < 4 + 4 * part.dimensions || fields.getInt() != magic) {
      throw new InputException(
          String.format(
              "%s: expected an idx header that begins with the bytes %08x, received %s; is this"
                  + " file what its name says?",
              path, magic, hex(header)));
    }
    int count = fields.getInt();
    int height = part.dimensions == 3 ? fields.getInt() : 1;
    int width = part.dimensions == 3 ? fields.getInt() : 1;
    checkSizes(count, height, width);
    long expected = (long) count * height * width;
    if (expected > Math.min(most, MOST)) {
      throw wrongLength(expected, "at most " + Math.min(most, MOST));
    }
    byte[] data = in.readNBytes((int) expected);
    if (data.length != expected || in.read() >= 0) {
      throw wrongLength(expected, data.length < expected ? "" + data.length : "more");
    }
    return new Content(count, height, width, data);
  }

  private void checkSizes(int count, int height, int width) {
    boolean sensible =
        count > 0
            && height > 0
            && width > 0
            && height <= Preprocessing.MOST
            && width <= Preprocessing.MOST;
    if (!sensible) {
      throw new InputException(
          String.format(
              "%s: expected a header with a count and sizes of 1 to %s, received %s; fetch it again",
              path,
              Preprocessing.MOST,
              part.dimensions == 1 ? List.of(count) : List.of(count, height, width)));
    }
  }

  private InputException wrongLength(long expected, String received) {
    return new InputException(
        String.format(
            "%s: expected the %s bytes that its header states, received %s; fetch it again",
            path, expected, received));
  }

  private static String hex(byte[] header) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(4, header.length); i++) {
      text.append(String.format("%02x", header[i]));
    }
    return text.isEmpty() ? "an empty file" : text.toString();
  }
}
