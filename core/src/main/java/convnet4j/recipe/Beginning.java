package convnet4j.recipe;

/**
 * What training begins with.
 *
 * @param init file or run whose weights it begins with; {@link #NONE} where it has none of its own
 * @param weights source of published weights that it begins with, such as {@code torchvision};
 *     {@link #NONE} where it has none
 * @param freeze what is not trained
 * @param backboneLr what the learning rate of all but the head is multiplied by, above 0; the head
 *     is the layers whose shapes follow the number of classes
 */
public record Beginning(String init, String weights, Freeze freeze, double backboneLr) {
  /** What {@code init} and {@code weights} are where they name nothing. */
  public static final String NONE = "none";

  public Beginning {
    Checks.that(!init.isBlank(), "init", "a file, a run's folder or none", init);
    Checks.that(
        weights.equals(NONE) || init.equals(NONE),
        "init, weights",
        "one of them to begin with",
        init + " and " + weights);
    Checks.that(
        backboneLr > 0 && Double.isFinite(backboneLr),
        "backbone-lr",
        "a number above 0 (what 0 would be is freeze backbone)",
        backboneLr);
    Checks.that(
        freeze != Freeze.BACKBONE || backboneLr == 1,
        "backbone-lr",
        "nothing where the backbone is frozen",
        backboneLr);
  }

  /** Whether training begins with weights that were trained before. */
  public boolean isTrained() {
    return !init.equals(NONE) || !weights.equals(NONE);
  }
}
