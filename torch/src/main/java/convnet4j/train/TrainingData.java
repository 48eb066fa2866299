package convnet4j.train;

import convnet4j.data.Dataset;
import convnet4j.data.HoldOut;
import convnet4j.data.Split;
import convnet4j.data.Views;
import convnet4j.errors.InputException;
import convnet4j.image.ImageSource;
import convnet4j.image.LoadPlan;
import convnet4j.recipe.BadImages;
import convnet4j.recipe.Recipe;
import convnet4j.weights.ModelInfo;
import java.util.Optional;

/** The images of a run: to train on, to choose by, to be tested on. */
final class TrainingData {
  private final Recipe recipe;
  private final ModelInfo info;
  private final Split testSplit;
  private final ImageSource train;
  private final Optional<ImageSource> held;
  private final ImageSource test;

  TrainingData(Recipe recipe, ModelInfo info, Dataset data) {
    this.recipe = recipe;
    this.info = info;
    this.testSplit = data.test();
    HoldOut parts = HoldOut.of(data.train(), heldOut(recipe, data.train().size()));
    this.train = source(some(recipe, parts.train()), new Views.Center());
    this.held =
        parts.held().size() == 0
            ? Optional.empty()
            : Optional.of(source(parts.held(), new Views.Center()));
    this.test = source(testSplit, new Views.Center());
    int images = plan(0).entries(train.size());
    if (recipe.step().batchSize() > images) {
      throw new InputException(
          "batch-size: expects at most the "
              + images
              + " training images of "
              + recipe.images().data()
              + ", received "
              + recipe.step().batchSize()
              + "; choose a smaller --batch-size");
    }
  }

  private static int heldOut(Recipe recipe, int images) {
    int count = recipe.images().heldOut(images);
    if (count >= images || (count == 0 && recipe.images().holdOut() > 0)) {
      throw new InputException(
          "hold-out: expects at least one and not all of the "
              + images
              + " training images of "
              + recipe.images().data()
              + ", received "
              + count
              + "; choose another --hold-out");
    }
    return count;
  }

  /** Those that are trained on, of those that may be. */
  private static Split some(Recipe recipe, Split images) {
    int most = recipe.images().most();
    if (most > images.size()) {
      throw new InputException(
          "train-images: expects at most the "
              + images.size()
              + " training images of "
              + recipe.images().data()
              + (recipe.images().holdOut() > 0 ? " that are not held out" : "")
              + ", received "
              + most
              + "; choose fewer, or leave --train-images out for all");
    }
    return most == 0 || most == images.size() ? images : HoldOut.of(images, most).held();
  }

  ImageSource train() {
    return train;
  }

  /** What is held out of training; empty where nothing is. */
  Optional<ImageSource> held() {
    return held;
  }

  /** The test images, each seen once. */
  ImageSource test() {
    return test;
  }

  /** The test images as the recipe has them seen at the end. */
  ImageSource testInAllViews() {
    Views views = recipe.testing().views();
    return views.equals(new Views.Center()) ? test : source(testSplit, views);
  }

  long stepsPerEpoch() {
    return plan(0).batches(train.size());
  }

  LoadPlan plan(int epoch) {
    return LoadPlan.training(
        recipe.step().batchSize(),
        recipe.images().augment().transforms(),
        recipe.images().expand(),
        recipe.seed(),
        epoch,
        recipe.threads());
  }

  private ImageSource source(Split split, Views views) {
    boolean skip = recipe.images().bad() == BadImages.SKIP;
    return ImageSource.of(split, info.input(), info.preprocessing(), views, skip);
  }
}
