package convnet4j.data;

import convnet4j.errors.InputException;
import convnet4j.io.Archive.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Sources;
import us.hebi.matlab.mat.types.Struct;

/** {@code meta.mat} of ILSVRC 2012's development kit: which number means which synset. */
final class DevkitMeta {
  /** The official one has 50 kB. */
  private static final long MOST_BYTES = 4L << 20;

  private DevkitMeta() {}

  /**
   * Synsets by ILSVRC2012_ID, from the structure array {@code synsets}.
   *
   * @param path for messages
   * @throws InputException when it is another file, or damaged
   */
  static Map<Integer, String> synsets(String path, Entry entry) {
    if (entry.size() > MOST_BYTES) {
      throw wrong(path, entry.size() + " bytes", null);
    }
    try {
      Struct synsets =
          Mat5.newReader(Sources.wrap(ByteBuffer.wrap(entry.read())))
              .setReducedHeader(false)
              .readMat()
              .getStruct("synsets");
      Map<Integer, String> byId = new HashMap<>();
      for (int i = 0; i < synsets.getNumElements(); i++) {
        int id = synsets.getMatrix("ILSVRC2012_ID", i).getInt(0);
        if (byId.put(id, synsets.getChar("WNID", i).getString()) != null) {
          throw wrong(path, "the ILSVRC2012_ID " + id + " twice", null);
        }
      }
      return byId;
    } catch (InputException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // Of memory it runs out where a damaged header claims more than there can be.
      throw wrong(path, "another file or a damaged one", e);
    }
  }

  private static InputException wrong(String path, String received, Throwable cause) {
    return new InputException(
        path
            + ": expected the meta.mat of ILSVRC 2012's development kit with its 'synsets', received "
            + received
            + "; fetch it again, or give val.txt instead",
        cause);
  }
}
