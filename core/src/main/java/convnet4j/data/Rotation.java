package convnet4j.data;

/**
 * Turns an image about its centre; black comes in from outside.
 *
 * @param degrees the most to either side, above 0 and up to 180; every angle is as likely
 */
public record Rotation(double degrees) implements Transform {
  public Rotation {
    Range.checkAbove("degrees", degrees, 0, 180);
  }

  /** The angle of this time in degrees, counter-clockwise. */
  public double angle(Draws draws) {
    return draws.uniform(-degrees, degrees);
  }
}
