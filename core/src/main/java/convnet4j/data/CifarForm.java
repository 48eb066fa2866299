package convnet4j.data;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the files of a CIFAR set are called and laid out. The binary ones hold records of one label
 * byte (two for CIFAR-100, the coarse label first) and 3072 bytes; the others are Python pickles.
 */
enum CifarForm {
  CIFAR10_BINARY("data_batch_#.bin", "test_batch.bin", "batches.meta.txt", 1, "", ""),
  CIFAR10_PYTHON("data_batch_#", "test_batch", "batches.meta", 0, "labels", "label_names"),
  CIFAR100_BINARY("train.bin", "test.bin", "fine_label_names.txt", 2, "", ""),
  CIFAR100_PYTHON("train", "test", "meta", 0, "fine_labels", "fine_label_names");

  static final List<String> CIFAR10_CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private final String train;
  private final Pattern trainPattern;
  private final String test;
  private final String meta;
  private final int labelBytes;
  private final String labelsKey;
  private final String namesKey;

  CifarForm(
      String train, String test, String meta, int labelBytes, String labelsKey, String namesKey) {
    this.train = train;
    this.trainPattern = Pattern.compile(train.replace(".", "\\.").replace("#", "(\\d{1,4})"));
    this.test = test;
    this.meta = meta;
    this.labelBytes = labelBytes;
    this.labelsKey = labelsKey;
    this.namesKey = namesKey;
  }

  boolean isTrain(String file) {
    return trainPattern.matcher(file).matches();
  }

  /** Which of the training files this is, from 1. */
  int number(String trainFile) {
    Matcher matcher = trainPattern.matcher(trainFile);
    return matcher.matches() && matcher.groupCount() > 0 ? Integer.parseInt(matcher.group(1)) : 1;
  }

  String train(int number) {
    return train.replace("#", Integer.toString(number));
  }

  String test() {
    return test;
  }

  /** The file with the names of the classes. */
  String meta() {
    return meta;
  }

  boolean binary() {
    return labelBytes > 0;
  }

  /** Before the pixels of a binary record; the last of them counts. */
  int labelBytes() {
    return labelBytes;
  }

  /** Of a pickled batch. */
  String labelsKey() {
    return labelsKey;
  }

  /** Of a pickled list of class names. */
  String namesKey() {
    return namesKey;
  }

  /** Whether nothing else has training files of this name. */
  boolean isKnownByTrain() {
    return train.contains("#");
  }

  /** What the classes are where no file tells; nobody parts with the hundred names of the other. */
  Optional<List<String>> classes() {
    return isKnownByTrain() ? Optional.of(CIFAR10_CLASSES) : Optional.empty();
  }

  /** All its files, for messages that name several sets. */
  String sign() {
    return isKnownByTrain() ? (binary() ? "*.bin" : "*") : train;
  }
}
