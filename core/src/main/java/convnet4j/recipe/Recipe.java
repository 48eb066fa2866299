package convnet4j.recipe;

import convnet4j.data.Augmentation;
import convnet4j.data.Expansion;
import convnet4j.errors.InputException;
import convnet4j.zoo.Zoo;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that decides a training run.
 *
 * @param network name in the zoo
 * @param options of the network, {@code set} in files
 * @param data name or path of the data set
 * @param epochs passes over the training images, their copies included; 0 where steps decide
 * @param steps of the whole run, whatever the number of images; 0 where epochs decide
 * @param batchSize images per step
 * @param optimizer how weights change
 * @param init file or run whose weights training begins with; {@code none} where it has none of its
 *     own
 * @param weights source of published weights that training begins with, such as {@code
 *     torchvision}; {@code none} where it has none
 * @param freeze what is not trained
 * @param backboneLr what the learning rate of all but the head is multiplied by, above 0; the head
 *     is the layers whose shapes follow the number of classes
 * @param schedule of the learning rate
 * @param warmup epochs, also fractions of one, during which the learning rate rises; steps where
 *     steps decide the length of the run
 * @param labelSmoothing share of a label that is spread over all classes, in [0, 1)
 * @param augment random changes of the training images; not of the copies
 * @param expand copies that every epoch has beside the images
 * @param precision of the convolutions
 * @param badImages what becomes of images that cannot be decoded
 * @param seed of all random numbers
 * @param threads that compute
 * @param checkpointEvery epochs between checkpoints
 */
public record Recipe(
    String network,
    SortedMap<String, String> options,
    String data,
    int epochs,
    int steps,
    int batchSize,
    OptimizerSpec optimizer,
    String init,
    String weights,
    Freeze freeze,
    double backboneLr,
    Schedule schedule,
    double warmup,
    double labelSmoothing,
    Augmentation augment,
    Expansion expand,
    Precision precision,
    BadImages badImages,
    long seed,
    int threads,
    int checkpointEvery) {
  /** What {@code init} and {@code weights} are where they name nothing. */
  public static final String NONE = "none";

  public Recipe {
    Checks.that(!network.isBlank(), "network", "a network's name", network);
    options = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(options)));
    Checks.that(!data.isBlank(), "data", "a data set's name or path", data);
    checkLength(epochs, steps, warmup);
    Checks.that(batchSize >= 1, "batch-size", "a whole number of at least 1", batchSize);
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
    Checks.that(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "label-smoothing",
        "a number in [0, 1)",
        labelSmoothing);
    Checks.that(threads >= 1, "threads", "a whole number of at least 1", threads);
    Checks.that(
        checkpointEvery >= 1, "checkpoint-every", "a whole number of at least 1", checkpointEvery);
  }

  private static void checkLength(int epochs, int steps, double warmup) {
    Checks.that(steps >= 0, "steps", "a whole number of at least 0", steps);
    if (steps == 0) {
      Checks.that(epochs >= 1, "epochs", "a whole number of at least 1", epochs);
    } else if (epochs != 0) {
      throw new InputException(
          "epochs, steps: expects one of them to say how long the run is, received "
              + epochs
              + " and "
              + steps
              + "; leave one out");
    }
    int length = steps > 0 ? steps : epochs;
    Checks.that(
        warmup >= 0 && warmup <= length,
        "warmup",
        "a number of " + (steps > 0 ? "steps" : "epochs") + " from 0 to the run's " + length,
        warmup);
  }

  /**
   * The recipe that {@code values} describe by the training flags' names without dashes ({@code
   * batch-size}, {@code schedule}, …; network options in a map under {@code set}). Values may be
   * numbers, booleans or their text. Only {@code network}, {@code data} and {@code epochs}, or
   * {@code steps} in its place, have no default. The network's name and options are checked against
   * the zoo; the data set is not looked for.
   *
   * @throws InputException naming the key, what it expects and what it received
   */
  public static Recipe of(Map<String, ?> values) {
    Recipe recipe = RecipeMap.read(values);
    Zoo.create(recipe.network, recipe.options);
    return recipe;
  }

  /** Whether training begins with weights that were trained before. */
  public boolean beginsTrained() {
    return !init.equals(NONE) || !weights.equals(NONE);
  }

  /** Every value in force, so that {@link #of} makes an equal recipe of it. */
  public Map<String, Object> toMap() {
    return RecipeMap.write(this);
  }

  /**
   * Steps of the whole run.
   *
   * @param stepsPerEpoch batches in one pass
   */
  public long totalSteps(long stepsPerEpoch) {
    return steps > 0 ? steps : epochs * stepsPerEpoch;
  }

  /**
   * The learning rate of one step: the schedule runs over all steps, and during warm-up its value
   * is scaled by (step + 1) / warm-up steps, so that the last step of the warm-up is at full
   * height.
   *
   * @param step from 0
   * @param stepsPerEpoch batches in one pass
   */
  public double learningRate(long step, long stepsPerEpoch) {
    long warmupSteps = Math.round(steps > 0 ? warmup : warmup * stepsPerEpoch);
    double rise = step < warmupSteps ? (step + 1.0) / warmupSteps : 1;
    return optimizer.lr() * rise * schedule.factor(step, totalSteps(stepsPerEpoch));
  }
}
