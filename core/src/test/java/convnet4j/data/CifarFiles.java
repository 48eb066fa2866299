package convnet4j.data;

import convnet4j.io.Pickle;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Small sets in the forms of CIFAR-10. Every byte is told by its place: see {@link #value}. */
final class CifarFiles {
  static final int PLANE = 1024;
  static final int IMAGE = 3 * PLANE;

  private CifarFiles() {}

  /** The byte of an image of some label in channel {@code c} and pixel {@code p} (row by row). */
  static byte value(int label, int c, int p) {
    return (byte) (31 * label + 77 * c + p + p / 256);
  }

  private static byte[] planes(int label) {
    byte[] planes = new byte[IMAGE];
    for (int i = 0; i < IMAGE; i++) {
      planes[i] = value(label, i / PLANE, i % PLANE);
    }
    return planes;
  }

  static byte[] binaryBatch(int... labels) {
    byte[] batch = new byte[labels.length * (1 + IMAGE)];
    for (int i = 0; i < labels.length; i++) {
      batch[i * (1 + IMAGE)] = (byte) labels[i];
      System.arraycopy(planes(labels[i]), 0, batch, i * (1 + IMAGE) + 1, IMAGE);
    }
    return batch;
  }

  /** Labels 0 1 2, 3 to train, 9 8 to test. */
  static Map<String, byte[]> binary(String folder) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(folder + "data_batch_2.bin", binaryBatch(3));
    files.put(folder + "data_batch_1.bin", binaryBatch(0, 1, 2));
    files.put(folder + "test_batch.bin", binaryBatch(9, 8));
    files.put(folder + "readme.html", new byte[] {1});
    return files;
  }

  /** CIFAR-100: a coarse label, which says nothing here, before the fine one. */
  static byte[] binaryBatch100(int... labels) {
    byte[] batch = new byte[labels.length * (2 + IMAGE)];
    for (int i = 0; i < labels.length; i++) {
      batch[i * (2 + IMAGE)] = (byte) (19 - i);
      batch[i * (2 + IMAGE) + 1] = (byte) labels[i];
      System.arraycopy(planes(labels[i]), 0, batch, i * (2 + IMAGE) + 2, IMAGE);
    }
    return batch;
  }

  /** {@code fine0 … fine99}. */
  static String[] fineNames() {
    return IntStream.range(0, 100).mapToObj(i -> "fine" + i).toArray(String[]::new);
  }

  /** Labels 0 42 99 to train, 7 8 to test. */
  static Map<String, byte[]> binary100(String folder) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(folder + "train.bin", binaryBatch100(0, 42, 99));
    files.put(folder + "test.bin", binaryBatch100(7, 8));
    files.put(folder + "fine_label_names.txt", names(fineNames()));
    files.put(folder + "coarse_label_names.txt", names("coarse", "names"));
    return files;
  }

  static Map<String, byte[]> python100(String folder) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(folder + "train", pythonBatch("fine_labels", 0, 42, 99));
    files.put(folder + "test", pythonBatch("fine_labels", 7, 8));
    files.put(folder + "meta", pythonMeta("fine_label_names", fineNames()));
    return files;
  }

  static byte[] names(String... names) {
    return (String.join("\n", names) + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Opcode by opcode what Python 2's cPickle wrote into the official files. */
  static byte[] pythonBatch(int... labels) {
    return pythonBatch("labels", labels);
  }

  private static byte[] pythonBatch(String key, int... labels) {
    byte[] data = new byte[labels.length * IMAGE];
    for (int i = 0; i < labels.length; i++) {
      System.arraycopy(planes(labels[i]), 0, data, i * IMAGE, IMAGE);
    }
    return pythonBatch(key, data, labels.length, labels);
  }

  static byte[] pythonBatch(byte[] data, int rows, int... labels) {
    return pythonBatch("labels", data, rows, labels);
  }

  private static byte[] pythonBatch(String key, byte[] data, int rows, int... labels) {
    Pickle pickle = Pickle.protocol2().op('}').raw('q', 1).op('(');
    pickle.str("batch_label").raw('q', 2).str("training batch 1 of 5").raw('q', 3);
    pickle.str(key).raw('q', 4).op(']').raw('q', 5).op('(');
    for (int label : labels) {
      pickle.integer(label);
    }
    pickle.op('e').str("data").raw('q', 6);
    pickle.global("numpy.core.multiarray", "_reconstruct").raw('q', 7);
    pickle.global("numpy", "ndarray").raw('q', 8).integer(0).raw(0x85);
    pickle.str("b").raw(0x87).op('R').raw('q', 9);
    pickle.op('(').integer(1).integer(rows).raw('M', 0x00, 0x0C, 0x86);
    pickle.global("numpy", "dtype").raw('q', 10).str("u1").integer(0).integer(1).raw(0x87);
    pickle.op('R').raw('q', 11).op('(').integer(3).str("|").raw('N', 'N', 'N');
    pickle.integer(-1).integer(-1).integer(0).op('t').op('b').raw(0x89);
    pickle.longStr(data).op('t').op('b');
    pickle.str("filenames").raw('q', 12).op(']').raw('q', 13).op('(');
    for (int label : labels) {
      pickle.str("image_s_00000" + label + ".png");
    }
    return pickle.op('e').op('u').stop();
  }

  static byte[] pythonMeta(String... names) {
    return pythonMeta("label_names", names);
  }

  private static byte[] pythonMeta(String key, String... names) {
    Pickle pickle = Pickle.protocol2().op('}').raw('q', 1).op('(');
    pickle.str("num_cases_per_batch").raw('M', 0x10, 0x27).str(key).op(']').op('(');
    for (String name : names) {
      pickle.str(name);
    }
    return pickle.op('e').str("num_vis").raw('M', 0x00, 0x0C).op('u').stop();
  }

  static Map<String, byte[]> python(String folder) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(folder + "data_batch_1", pythonBatch(0, 1, 2));
    files.put(folder + "data_batch_2", pythonBatch(3));
    files.put(folder + "test_batch", pythonBatch(9, 8));
    return files;
  }
}
