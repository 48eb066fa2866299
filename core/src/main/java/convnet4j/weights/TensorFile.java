package convnet4j.weights;

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
}
