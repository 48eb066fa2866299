package convnet4j.weights;

import convnet4j.errors.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Finds the tensors in what training scripts save: a state dict, alone or within a checkpoint. */
final class StateDict {
  /** Where it lies in checkpoints, most usual first; averaged weights only if nothing else. */
  private static final List<String> PLACES =
      List.of("state_dict", "model_state_dict", "model", "net", "module");

  private static final List<String> AVERAGES = List.of("state_dict_ema", "model_ema");
  private static final int NAMED = 8;
  private static final int MAX_KEY = 40;

  private StateDict() {}

  /**
   * The tensors of the state dict in {@code root}; what else lies in it is left out.
   *
   * @param where the file, for messages
   * @throws InputException when there is none
   */
  static SequencedMap<String, TorchTensor> find(String where, Object root) {
    if (root instanceof TorchTensor) {
      throw none(where, "a single tensor");
    }
    if (!(root instanceof Map<?, ?> top)) {
      throw none(where, "no dictionary");
    }
    for (String place : PLACES) {
      if (!tensors(top.get(place)).isEmpty()) {
        return tensors(top.get(place));
      }
    }
    // After the places: checkpoints keep the best accuracy beside them, and that can be a tensor.
    if (!tensors(top).isEmpty()) {
      return tensors(top);
    }
    for (String place : AVERAGES) {
      if (!tensors(top.get(place)).isEmpty()) {
        return tensors(top.get(place));
      }
    }
    throw none(
        where,
        top.keySet().stream()
            .limit(NAMED)
            .map(key -> "'" + shortened(key.toString()) + "'")
            .collect(
                Collectors.joining(", ", "a dictionary of ", top.size() > NAMED ? ", …" : "")));
  }

  private static SequencedMap<String, TorchTensor> tensors(Object dict) {
    SequencedMap<String, TorchTensor> tensors = new LinkedHashMap<>();
    if (dict instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (key instanceof String name && value instanceof TorchTensor tensor) {
              tensors.put(name, tensor);
            }
          });
    }
    return tensors;
  }

  private static String shortened(String key) {
    return key.length() > MAX_KEY ? key.substring(0, MAX_KEY) + "…" : key;
  }

  private static InputException none(String where, String received) {
    return new InputException(
        where
            + ": expected a state dict, at the top or under "
            + String.join(", ", PLACES)
            + ", received "
            + received
            + "; save model.state_dict() in Python");
  }
}
