package convnet4j.weights;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a tensor file holds.
 *
 * @param metadata free text by key, in order
 * @param tensors by name, in order
 */
public record TensorFile(Map<String, String> metadata, SequencedMap<String, HostTensor> tensors) {
  public TensorFile {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a safetensors file or what PyTorch saves, told apart by content.
   *
   * @throws InputException when it is not there, damaged, or neither of them
   */
  public static TensorFile read(Path path) {
    TorchFile.Kind kind;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      kind = TorchFile.kind(channel);
    } catch (NoSuchFileException e) {
      throw new InputException(path + ": no such file", e);
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + e.getMessage(), e);
    }
    return kind == TorchFile.Kind.OTHER ? Safetensors.read(path) : TorchFile.read(path);
  }
}
