package convnet4j.data;

/**
 * Adds to every channel a number of its own, the same all over the image.
 *
 * @param range the most to either side, 1..255 of the 255 between black and full; every whole
 *     number is as likely
 */
public record ChannelShift(int range) implements Transform {
  public ChannelShift {
    Range.check("range", range, 1, 255);
  }

  /** What is added to the next channel; draw it for red, green, blue. */
  public int shift(Draws draws) {
    return draws.below(2 * range + 1) - range;
  }
}
