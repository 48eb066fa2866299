package convnet4j.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of a recipe by their names: keys of files, flags of the command line, rows of the
 * documentation.
 */
public final class RecipeKeys {
  static final String HOLD_OUT = "hold-out";
  static final String TRAIN_IMAGES = "train-images";
  static final String WARMUP_SHAPE = "warmup-shape";

  /**
   * A value of a recipe.
   *
   * @param name as files have it; flags put two dashes before it
   * @param label what stands for its value in help; empty where it is true or false
   * @param help what it does, without its default
   * @param initial what it is unless given; empty where that depends on other values, or there is
   *     none
   */
  public record Key(String name, String label, String help, Optional<Object> initial) {
    /** Whether it is true or false. */
    public boolean isFlag() {
      return label.isEmpty();
    }
  }

  private static final List<Key> KEYS =
      List.of(
          dependent("network", "NAME", "Name of a network, as the command models lists it."),
          key("set", "KEY=VALUE", "An option of the network; may be repeated.", Map.of()),
          dependent("data", "DATA", "Name or path of the data set."),
          dependent("epochs", "N", "Passes over the training images, their copies included."),
          key(
              "steps",
              "N",
              "Steps of the whole run, instead of --epochs: its length then does not depend on how"
                  + " many images --expand makes.",
              0),
          key(
              HOLD_OUT,
              "N",
              "Training images, or a share of them such as 0.1, that are not trained on but tested"
                  + " after every epoch, to choose the best epoch by; the same ones for every seed.",
              0),
          key(
              TRAIN_IMAGES,
              "N",
              "Train on so many of the training images, each class with its share, the same ones for"
                  + " every seed; 0 for all.",
              0),
          key("batch-size", "N", "Images per step.", 128),
          key(
              "accumulate",
              "N",
              "Parts that a batch is computed in, one after another: less memory for the same step"
                  + " (but batch norms see a part each).",
              1),
          key(
              "checkpoint-activations",
              "",
              "Compute activations a second time for the backward pass instead of keeping them:"
                  + " much less memory, a second forward pass.",
              false),
          key("optimizer", "NAME", "How weights change: " + OptimizerKeys.names() + ".", "sgd"),
          dependent(
              "lr",
              "X",
              "Learning rate before warm-up and schedule (default: 0.1 for sgd, 0.001 for adamw,"
                  + " 0.01 for rmsprop, 0.02 for muon)."),
          dependent(
              "momentum",
              "X",
              "In [0, 1) (default: 0.9 for sgd, 0 for rmsprop, 0.95 for the filters of muon)."),
          dependent("nesterov", "", "Nesterov's momentum (default: false for sgd, true for muon)."),
          dependent(
              "weight-decay",
              "X",
              "L2 penalty, coupled, as in the papers (default: 5e-4 for sgd, 0 for rmsprop);"
                  + " decoupled for adamw (0.01); for muon what is lost in a step at the full"
                  + " learning rate (5e-5)."),
          dependent(
              "no-decay",
              "ROLES",
              "Parameters without weight decay: norm, bias, or norm,bias (default: none)."),
          dependent("betas", "B1,B2", "Of adamw (default: 0.9,0.999)."),
          dependent("alpha", "X", "Of rmsprop: how much of the mean square stays (default: 0.99)."),
          dependent("eps", "X", "Of adamw and rmsprop (default: 1e-8)."),
          dependent(
              "bias-lr", "X", "Of muon: the learning rate of biases and norms (default: 0.1)."),
          dependent("head-lr", "X", "Of muon: the learning rate of linear layers (default: 0.1)."),
          dependent(
              "other-momentum",
              "X",
              "Of muon: the momentum of what is not a filter (default: 0.9)."),
          dependent(
              "normalize-filters",
              "",
              "Of muon: scale the filters of a layer to norm 1 on average at every step (default:"
                  + " false)."),
          key("schedule", "NAME", "Of the learning rate: " + ScheduleText.forms() + ".", "cosine"),
          key(
              "warmup",
              "EPOCHS",
              "Epochs, or a fraction of one, at a lower learning rate in the beginning. With --steps"
                  + " it counts steps.",
              0),
          key(
              WARMUP_SHAPE,
              "NAME",
              "linear, rising; or constant:0.1, a tenth all along.",
              "linear"),
          key("label-smoothing", "X", "Share of a label spread over all classes.", 0),
          key("clip", "NORM", "Scale gradients of a larger L2 norm down to this one.", 0),
          key(
              "ema",
              "X",
              "Test and save a moving average of the weights, of which so much stays at each step,"
                  + " such as 0.999.",
              0),
          key(
              "lookahead",
              "K,SHARE",
              "After every K steps go back to all but SHARE of the way, such as 5,0.8.",
              "none"),
          dependent(
              "augment",
              "LIST",
              "Random changes of the training images, in order, and of whole batches after them,"
                  + " such as rrc,flip,color:0.4,erase:p=0.5,mixup:0.2, or none;"
                  + " docs/augmentation.md lists them, data preview shows them (default:"
                  + " crop:4,flip). With --expand it changes the originals and is none unless"
                  + " given."),
          key(
              "expand",
              "LIST",
              "An epoch has the training images and this copy of each, changed as --augment would;"
                  + " may be repeated, for a further copy each time.",
              List.of()),
          key(
              "expand-draws",
              "NAME",
              "When copies are drawn: every epoch anew, or once for the run.",
              "epoch"),
          key("init", "FILE", "Weights to begin with: a file or a run.", Beginning.NONE),
          key("weights", "SOURCE", "Published weights to begin with.", Beginning.NONE),
          key(
              "freeze",
              "NAME",
              "What keeps the weights that training begins with: backbone, all but the head; norm,"
                  + " the batch norms; or none.",
              "none"),
          key(
              "backbone-lr",
              "FACTOR",
              "What the learning rate is multiplied by for all but the head, such as 0.1.",
              1),
          key("test-every", "EPOCHS", "Epochs between tests; the last epoch is always tested.", 1),
          dependent(
              "best",
              "NAME",
              "What the best epoch is chosen by, which the run then ends with: validation, the"
                  + " images of --hold-out; test, the test images, whose accuracy is then no longer an"
                  + " honest one; or none, the last epoch (default: validation with --hold-out, else"
                  + " none)."),
          key("patience", "N", "End after so many tests without a better one; 0 never does.", 0),
          key(
              "views",
              "NAME",
              "Of the test images at the end, as eval has them: docs/evaluation.md.",
              "center"),
          key(
              "probe",
              "N",
              "Steps between looks at every layer (its gradient, update and output, in layers.csv),"
                  + " which change nothing; 0 never looks.",
              0),
          key(
              "precision",
              "NAME",
              "auto, fp32 or bf16; auto is what this processor is fast at.",
              "auto"),
          key("bad-images", "NAME", "refuse or skip image files that cannot be decoded.", "refuse"),
          key("seed", "N", "Of all random numbers.", 0),
          dependent("threads", "N", "Threads that compute (default: the number of cores)."),
          key("checkpoint-every", "EPOCHS", "Epochs between checkpoints.", 1));

  private RecipeKeys() {}

  /** All of them, in the order of files and help. */
  public static List<Key> all() {
    return KEYS;
  }

  /** Those that say how weights change, which mean something else under another optimiser. */
  public static Set<String> ofOptimizers() {
    return OptimizerKeys.all();
  }

  private static Key key(String name, String label, String help, Object initial) {
    return new Key(name, label, help, Optional.of(initial));
  }

  private static Key dependent(String name, String label, String help) {
    return new Key(name, label, help, Optional.empty());
  }
}
