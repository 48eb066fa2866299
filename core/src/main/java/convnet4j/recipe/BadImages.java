package convnet4j.recipe;

/** What becomes of an image file that cannot be decoded. */
public enum BadImages {
  /** The run stops and names it. */
  REFUSE,
  /** It is left out and counted. */
  SKIP;

  /** The spelling of flags and files. */
  public String label() {
    return RecipeValues.label(this);
  }
}
