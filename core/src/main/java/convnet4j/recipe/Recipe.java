package convnet4j.recipe;

import convnet4j.errors.InputException;
import convnet4j.recipe.Testing.Best;
import convnet4j.zoo.Zoo;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that decides a training run. Equal recipes on equal data give equal weights.
 *
 * @param network name in the zoo
 * @param options of the network, {@code set} in files
 * @param images what it is trained on
 * @param length of the run
 * @param step what one step computes
 * @param optimizer how weights change
 * @param schedule of the learning rate
 * @param warmup of the learning rate
 * @param averaging of the weights of several steps
 * @param beginning what training begins with
 * @param testing how the run is judged
 * @param precision of the convolutions
 * @param seed of all random numbers
 * @param threads that compute
 * @param checkpointEvery epochs between checkpoints
 */
public record Recipe(
    String network,
    SortedMap<String, String> options,
    Images images,
    Length length,
    StepSpec step,
    OptimizerSpec optimizer,
    Schedule schedule,
    Warmup warmup,
    Averaging averaging,
    Beginning beginning,
    Testing testing,
    Precision precision,
    long seed,
    int threads,
    int checkpointEvery) {

  public Recipe {
    Checks.that(!network.isBlank(), "network", "a network's name", network);
    options = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(options)));
    int most = Math.max(length.epochs(), length.steps());
    Checks.that(
        warmup.length() <= most,
        "warmup",
        "a number of " + (length.inSteps() ? "steps" : "epochs") + " from 0 to the run's " + most,
        warmup.length());
    Checks.that(
        testing.best() != Best.VALIDATION || images.holdOut() > 0,
        "best",
        "images to validate on: give hold-out as well",
        testing.best().label());
    Checks.that(threads >= 1, "threads", "a whole number of at least 1", threads);
    Checks.that(
        checkpointEvery >= 1, "checkpoint-every", "a whole number of at least 1", checkpointEvery);
  }

  /**
   * The recipe that {@code values} describe by the names of {@link RecipeKeys} (network options in
   * a map under {@code set}). Values may be numbers, booleans or their text. Only {@code network},
   * {@code data} and {@code epochs}, or {@code steps} in its place, have no default. The network's
   * name and options are checked against the zoo; the data set is not looked for.
   *
   * @throws InputException naming the key, what it expects and what it received
   */
  public static Recipe of(Map<String, ?> values) {
    Recipe recipe = RecipeMap.read(values);
    Zoo.create(recipe.network, recipe.options);
    return recipe;
  }

  /** Every value in force, so that {@link #of} makes an equal recipe of it. */
  public Map<String, Object> toMap() {
    return RecipeMap.write(this);
  }

  /**
   * The values that are not as they would be unless given; {@link #of} makes an equal recipe of
   * them.
   */
  public Map<String, Object> chosen() {
    return RecipeMap.chosen(this);
  }

  /** What the optimiser's learning rates are multiplied by in one step. */
  public double rate(Moment moment) {
    double length = warmup.length();
    long steps = Math.round(length().inSteps() ? length : length * moment.stepsPerEpoch());
    double share = moment.step() < steps ? warmup.shape().factor(moment.step(), steps) : 1;
    return share * schedule.factor(moment);
  }

  /** The learning rate of one step. */
  public double learningRate(Moment moment) {
    return optimizer.lr() * rate(moment);
  }
}
