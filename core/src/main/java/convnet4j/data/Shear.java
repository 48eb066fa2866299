package convnet4j.data;

/**
 * Slants an image: rows are moved sideways, in proportion to their distance from the middle one;
 * black comes in from outside.
 *
 * @param degrees that upright lines are slanted at most to either side, above 0 and up to 80; every
 *     angle is as likely
 */
public record Shear(double degrees) implements Transform {
  public Shear {
    Range.checkAbove("degrees", degrees, 0, 80);
  }

  /** The angle of this time in degrees; above 0 the top moves to the right. */
  public double angle(Draws draws) {
    return draws.uniform(-degrees, degrees);
  }
}
