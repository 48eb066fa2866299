package convnet4j.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/**
 * The flags that stand for values of a recipe. They are text here: the recipe checks them, with the
 * same words for a flag and for a file.
 */
final class TrainFlags {
  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training images, their copies included.")
  private String epochs;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "Steps of the whole run, instead of --epochs: its length then does not depend on how many"
              + " images --expand makes.")
  private String steps;

  @Option(names = "--batch-size", paramLabel = "N", description = "Images per step (default: 128).")
  private String batchSize;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "How weights change: sgd (default: sgd).")
  private String optimizer;

  @Option(
      names = "--lr",
      paramLabel = "X",
      description = "Learning rate before warm-up and schedule (default: 0.1).")
  private String lr;

  @Option(names = "--momentum", paramLabel = "X", description = "In [0, 1) (default: 0.9).")
  private String momentum;

  @Option(
      names = "--nesterov",
      negatable = true,
      description = "Nesterov's momentum (default: false).")
  private Boolean nesterov;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "L2 penalty, coupled, as in the papers (default: 5e-4).")
  private String weightDecay;

  @Option(
      names = "--no-decay",
      paramLabel = "ROLES",
      description = "Parameters without weight decay: norm, bias, or norm,bias (default: none).")
  private String noDecay;

  @Option(
      names = "--freeze",
      paramLabel = "NAME",
      description =
          "What keeps the weights that training begins with: backbone, all but the head; norm, the"
              + " batch norms; or none (default: none).")
  private String freeze;

  @Option(
      names = "--backbone-lr",
      paramLabel = "FACTOR",
      description =
          "What the learning rate is multiplied by for all but the head, such as 0.1 (default: 1).")
  private String backboneLr;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description =
          "cosine, falling at every step; or steps:2:1:1, a tenth after each of these shares of all"
              + " steps (default: cosine).")
  private String schedule;

  @Option(
      names = "--warmup",
      paramLabel = "EPOCHS",
      description =
          "Epochs, or a fraction of one, in which the learning rate rises (default: 0). With"
              + " --steps it counts steps.")
  private String warmup;

  @Option(
      names = "--label-smoothing",
      paramLabel = "X",
      description = "Share of a label spread over all classes (default: 0).")
  private String labelSmoothing;

  @Option(
      names = "--augment",
      paramLabel = "LIST",
      description =
          "Random changes of the training images, in order, and of whole batches after them, such as"
              + " rrc,flip,color:0.4,erase:p=0.5,mixup:0.2, or none; docs/augmentation.md lists"
              + " them, data preview shows them (default: crop:4,flip). With --expand it changes the"
              + " originals and is none unless given.")
  private String augment;

  @Option(
      names = "--expand",
      paramLabel = "LIST",
      description =
          "An epoch has the training images and this copy of each, changed as --augment would; may"
              + " be repeated, for a further copy each time.")
  private List<String> expand;

  @Option(
      names = "--expand-draws",
      paramLabel = "NAME",
      description =
          "When copies are drawn: every epoch anew, or once for the run (default: epoch).")
  private String expandDraws;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description = "auto, fp32 or bf16; auto is what this processor is fast at (default: auto).")
  private String precision;

  @Option(
      names = "--bad-images",
      paramLabel = "NAME",
      description = "refuse or skip image files that cannot be decoded (default: refuse).")
  private String badImages;

  @Option(names = "--seed", paramLabel = "N", description = "Of all random numbers (default: 0).")
  private String seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: the number of cores).")
  private String threads;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "EPOCHS",
      description = "Epochs between checkpoints (default: 1).")
  private String checkpointEvery;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "An option of the network; may be repeated.")
  private Map<String, String> set = new TreeMap<>();

  /** What the user gave, by the recipe's keys. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("epochs", epochs);
    values.put("steps", steps);
    values.put("batch-size", batchSize);
    values.put("optimizer", optimizer);
    values.put("lr", lr);
    values.put("momentum", momentum);
    values.put("nesterov", nesterov);
    values.put("weight-decay", weightDecay);
    values.put("no-decay", noDecay);
    values.put("freeze", freeze);
    values.put("backbone-lr", backboneLr);
    values.put("schedule", schedule);
    values.put("warmup", warmup);
    values.put("label-smoothing", labelSmoothing);
    values.put("augment", augment);
    values.put("expand", expand);
    values.put("expand-draws", expandDraws);
    values.put("precision", precision);
    values.put("bad-images", badImages);
    values.put("seed", seed);
    values.put("threads", threads);
    values.put("checkpoint-every", checkpointEvery);
    values.put("set", set.isEmpty() ? null : set);
    values.values().removeIf(value -> value == null);
    return values;
  }
}
