package convnet4j.image;

import convnet4j.errors.InputException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * What an encoded image says of itself before it is decoded. Decoders are lenient: of a JPEG cut
 * short they may give the upper part above a grey rest, which would then be learnt from. So the
 * file is walked to its end here, and its size is known before any memory is set aside for it.
 *
 * @param format which decoder it needs
 * @param height rows, before EXIF turns it
 * @param width columns, before EXIF turns it
 */
record ImageHeader(Format format, int height, int width) {
  /** The formats that are accepted; those whose damage is not seen here, the decoder refuses. */
  enum Format {
    JPEG("jpg", "jpeg", "jpe"),
    PNG("png"),
    GIF("gif"),
    BMP("bmp", "dib"),
    WEBP("webp"),
    TIFF("tif", "tiff"),
    PNM("ppm", "pgm", "pbm", "pnm");

    private final Set<String> extensions;

    Format(String... extensions) {
      this.extensions = Set.of(extensions);
    }

    /** The format that a file claims to have by the end of its name, if it does. */
    static Optional<Format> claimedBy(String file) {
      String end = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      return Arrays.stream(values()).filter(f -> f.extensions.contains(end)).findFirst();
    }
  }

  /**
   * Reads the header and checks that the end is there: a JPEG's end marker, a PNG's last chunk (and
   * the checksum of each), a WebP's length.
   *
   * @param name how messages call the image
   * @throws InputException when the image is cut short, damaged, or of another format
   */
  static ImageHeader read(String name, byte[] encoded) {
    Format format = format(name, encoded);
    Walk walk = new Walk(name, format, ByteBuffer.wrap(encoded));
    try {
      ImageHeader header =
          switch (format) {
            case JPEG -> walk.jpeg();
            case PNG -> walk.png();
            case GIF -> walk.gif();
            case BMP -> walk.bmp();
            case WEBP -> walk.webp();
            case TIFF -> walk.tiff();
            case PNM -> walk.pnm();
          };
      if (header.height < 1 || header.width < 1) {
        throw walk.bad("one of size " + header.width + "×" + header.height);
      }
      return header;
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      throw walk.truncated(e);
    }
  }

  /** The format by the first bytes. */
  static Format format(String name, byte[] b) {
    if (b.length == 0) {
      throw new InputException(name + ": expected an image, received an empty file; replace it");
    }
    if (startsWith(b, 0, "\u00FF\u00D8\u00FF")) {
      return Format.JPEG;
    } else if (startsWith(b, 0, "\u0089PNG\r\n\u001A\n")) {
      return Format.PNG;
    } else if (startsWith(b, 0, "GIF87a") || startsWith(b, 0, "GIF89a")) {
      return Format.GIF;
    } else if (startsWith(b, 0, "RIFF") && startsWith(b, 8, "WEBP")) {
      return Format.WEBP;
    } else if (startsWith(b, 0, "BM")) {
      return Format.BMP;
    } else if (startsWith(b, 0, "II*\0") || startsWith(b, 0, "MM\0*")) {
      return Format.TIFF;
    } else if (b.length > 1 && b[0] == 'P' && b[1] >= '1' && b[1] <= '6') {
      return Format.PNM;
    }
    throw new InputException(
        name
            + ": expected a JPEG, PNG, GIF, BMP, WebP, TIFF or PNM image, received "
            + b.length
            + " bytes of something else; convert or replace it");
  }

  private static boolean startsWith(byte[] bytes, int from, String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
    return bytes.length >= from + expected.length
        && ByteBuffer.wrap(bytes, from, expected.length).equals(ByteBuffer.wrap(expected));
  }

  /** One pass over a file; running off its end means that it was cut short. */
  private record Walk(String name, Format format, ByteBuffer in) {
    InputException bad(String received) {
      return new InputException(message(received));
    }

    InputException truncated(Throwable cause) {
      String received = "one cut short after " + in.capacity() + " bytes";
      return new InputException(message(received), cause);
    }

    private String message(String received) {
      return name + ": expected a whole " + format + ", received " + received + "; replace it";
    }

    /** Thumbnails are JPEGs with ends of their own, so segments are stepped over, not searched. */
    ImageHeader jpeg() {
      ImageHeader header = new ImageHeader(format, 0, 0);
      boolean scanned = false;
      int at = 2;
      while (true) {
        if (scanned) {
          at = nextMarker(at);
        }
        int marker = byteAt(at) == 0xFF ? byteAt(at + 1) : 0xFF;
        if (marker == 0xFF) {
          at++; // compressed data, or one of the fill bytes before a marker
        } else if (standsAlone(marker)) {
          at += 2;
        } else if (marker == 0xD9) {
          if (!scanned) {
            throw bad("one without a picture");
          }
          return header;
        } else {
          if (isFrame(marker)) {
            header = new ImageHeader(format, shortAt(at + 5), shortAt(at + 7));
          }
          scanned |= marker == 0xDA;
          at += 2 + shortAt(at + 2);
        }
      }
    }

    /** Most of a file is compressed data, so this is the loop that its size is felt in. */
    private int nextMarker(int from) {
      byte[] bytes = in.array();
      int at = from;
      while (at < bytes.length && bytes[at] != (byte) 0xFF) {
        at++;
      }
      return at;
    }

    /** An escaped 0xFF, a restart marker, and others without a length. */
    private static boolean standsAlone(int marker) {
      return marker <= 0x01 || (marker >= 0xD0 && marker <= 0xD8);
    }

    /** SOF0..SOF15, without the tables that share their range. */
    private static boolean isFrame(int marker) {
      return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    ImageHeader png() {
      int at = Long.BYTES;
      while (true) {
        int length = in.getInt(at);
        int type = in.getInt(at + 4);
        if (length < 0) {
          throw bad("one with a chunk of " + Integer.toUnsignedString(length) + " bytes");
        }
        if (length > in.capacity() - at - 12) {
          throw truncated(null);
        }
        int stored = in.getInt(at + 8 + length);
        CRC32 crc = new CRC32();
        crc.update(in.slice(at + 4, length + 4));
        if ((int) crc.getValue() != stored) {
          throw bad("one whose checksum at byte " + at + " is wrong");
        }
        if (type == 0x49454E44) { // IEND
          return new ImageHeader(format, in.getInt(20), in.getInt(16));
        }
        at += length + 12;
      }
    }

    ImageHeader gif() {
      in.order(ByteOrder.LITTLE_ENDIAN);
      return new ImageHeader(format, shortAt(8), shortAt(6));
    }

    ImageHeader bmp() {
      in.order(ByteOrder.LITTLE_ENDIAN);
      boolean fromOs2 = in.getInt(14) == 12;
      return fromOs2
          ? new ImageHeader(format, shortAt(20), shortAt(18))
          // A negative height says that the rows are stored from the top.
          : new ImageHeader(format, Math.abs(in.getInt(22)), in.getInt(18));
    }

    ImageHeader webp() {
      in.order(ByteOrder.LITTLE_ENDIAN);
      if (Integer.toUnsignedLong(in.getInt(4)) + 8 > in.capacity()) {
        throw truncated(null);
      }
      return switch (byteAt(15)) {
        case ' ' -> new ImageHeader(format, shortAt(28) & 0x3FFF, shortAt(26) & 0x3FFF);
        case 'L' -> {
          int bits = in.getInt(21);
          yield new ImageHeader(format, (bits >>> 14 & 0x3FFF) + 1, (bits & 0x3FFF) + 1);
        }
        case 'X' ->
            new ImageHeader(format, (in.getInt(26) >>> 8) + 1, (in.getInt(24) & 0xFFFFFF) + 1);
        default -> throw bad("one of an unknown kind");
      };
    }

    /** Width and height stand among the tags of the first directory, as short or as int. */
    ImageHeader tiff() {
      in.order(byteAt(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int directory = in.getInt(4);
      int width = 0;
      int height = 0;
      for (int i = 0; i < shortAt(directory); i++) {
        int entry = directory + 2 + 12 * i;
        int value = shortAt(entry + 2) == 3 ? shortAt(entry + 8) : in.getInt(entry + 8);
        switch (shortAt(entry)) {
          case 256 -> width = value;
          case 257 -> height = value;
          default -> {}
        }
      }
      return new ImageHeader(format, height, width);
    }

    ImageHeader pnm() {
      in.position(2);
      int width = decimal();
      return new ImageHeader(format, decimal(), width);
    }

    /** The next number of a text header, past white space and comments; at most an int. */
    private int decimal() {
      int c = in.get();
      while (c < '0' || c > '9') {
        if (c == '#') {
          while (in.get() != '\n') {}
        } else if (!Character.isWhitespace(c)) {
          throw bad("one whose header is not readable");
        }
        c = in.get();
      }
      long value = 0;
      for (; c >= '0' && c <= '9'; c = in.get()) {
        value = Math.min(value * 10 + c - '0', Integer.MAX_VALUE);
      }
      return (int) value;
    }

    private int byteAt(int at) {
      return in.get(at) & 0xFF;
    }

    private int shortAt(int at) {
      return in.getShort(at) & 0xFFFF;
    }
  }
}
