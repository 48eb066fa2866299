package convnet4j.recipe;

import convnet4j.data.Augmentation;
import convnet4j.data.Expansion;

/**
 * What a run is trained on.
 *
 * @param data name or path of the data set
 * @param holdOut training images that are not trained on, but tested after every epoch to choose
 *     by: how many, or a share of them below 1; the same ones for every seed
 * @param most training images that are used, each class with its share; the same ones for every
 *     seed; 0 for all that are not held out
 * @param augment random changes of the training images; not of the copies
 * @param expand copies that every epoch has beside the images
 * @param bad what becomes of images that cannot be decoded
 */
public record Images(
    String data, double holdOut, int most, Augmentation augment, Expansion expand, BadImages bad) {
  public Images {
    Checks.that(!data.isBlank(), "data", "a data set's name or path", data);
    Checks.that(
        holdOut >= 0 && (holdOut < 1 || (holdOut <= Integer.MAX_VALUE && holdOut % 1 == 0)),
        RecipeKeys.HOLD_OUT,
        "a whole number of images, or a share of them from 0 to 1",
        holdOut);
    Checks.that(most >= 0, RecipeKeys.TRAIN_IMAGES, "a number of images, or 0 for all", most);
  }

  /**
   * How many images are held out.
   *
   * @param images of the data set's training part
   */
  public int heldOut(int images) {
    return (int) (holdOut < 1 ? Math.round(holdOut * images) : holdOut);
  }
}
