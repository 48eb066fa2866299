package convnet4j.render;

/**
 * A scale of blues from almost white (0) to dark (1) whose lightness falls evenly, so that equal
 * steps look equal and a print in grey still reads. Colours are made in OKLab (Ottosson, "A
 * perceptual color space for image processing", 2020).
 */
final class Shade {
  private static final double LIGHTEST = 0.985;
  private static final double DARKEST = 0.32;
  private static final double LEGIBLE = 0.605;

  private Shade() {}

  /** The colour at {@code place}, 0 to 1, as {@code #rrggbb}. */
  static String at(double place) {
    double lightness = LIGHTEST + (DARKEST - LIGHTEST) * place;
    double chroma = 0.17 * place * (1.3 - 0.65 * place);
    double hue = StrictMath.toRadians(238 + 24 * place);
    return hex(lightness, chroma * StrictMath.cos(hue), chroma * StrictMath.sin(hue));
  }

  /** The colour of text on {@link #at}. */
  static String ink(double place) {
    return place > LEGIBLE ? "#ffffff" : "#111827";
  }

  private static String hex(double lightness, double a, double b) {
    double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
    double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
    double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
    return "#"
        + channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
        + channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
        + channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
  }

  private static double cube(double x) {
    return x * x * x;
  }

  /** Two hexadecimal digits of a linear channel, gamma and gamut as sRGB has them. */
  private static String channel(double linear) {
    double x = Math.clamp(linear, 0.0, 1.0);
    double gamma = x <= 0.0031308 ? 12.92 * x : 1.055 * StrictMath.pow(x, 1 / 2.4) - 0.055;
    return String.format("%02x", Math.round(255 * gamma));
  }
}
