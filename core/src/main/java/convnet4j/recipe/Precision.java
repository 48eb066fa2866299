package convnet4j.recipe;

/** What convolutions and matrix products compute in. Weights and statistics are always float32. */
public enum Precision {
  /** bfloat16 where the machine is faster with it, else float32. */
  AUTO,
  FP32,
  BF16;

  /** The spelling of flags and files. */
  public String label() {
    return RecipeValues.label(this);
  }
}
