package convnet4j.recipe;

import convnet4j.errors.InputException;

/** The one form of this package's complaints. */
final class Checks {
  private Checks() {}

  static void that(boolean holds, String key, String expected, Object received) {
    if (!holds) {
      throw new InputException(key + ": expects " + expected + ", received '" + received + "'");
    }
  }
}
