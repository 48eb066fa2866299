package convnet4j.weights;

import convnet4j.io.Unpickler;
import convnet4j.io.Unpickler.Buildable;
import convnet4j.io.Unpickler.Constructor;
import convnet4j.io.Unpickler.Name;
import convnet4j.io.Unpickler.Vocabulary;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pickle inside of a PyTorch file. It may name what rebuilds tensors, and what training scripts
 * put beside them and nobody reads here; of the latter nothing is kept. Everything else is refused.
 *
 * <p>Names and arguments are those of {@code torch/_utils.py} and {@code torch/serialization.py}.
 */
final class TorchPickle {
  /** More dimensions than any tensor has; PyTorch's own limit. */
  private static final int MAX_RANK = 64;

  /** Pairs that calls of OrderedDict may copy in all: one list could be passed to many of them. */
  private static final int MAX_PAIRS = 1 << 20;

  private static final String ADVICE =
      "if this is a whole model, save its state_dict() in Python and read that, otherwise do not"
          + " trust this file";

  /** What stands for an object whose content is of no interest here. */
  private static final Buildable INERT = state -> {};

  private static final List<String> INERT_NAMES =
      List.of(
          "torch.device",
          "torch.serialization._get_layout",
          "numpy.core.multiarray.scalar",
          "numpy._core.multiarray.scalar",
          "numpy.core.multiarray._reconstruct",
          "numpy._core.multiarray._reconstruct",
          "numpy.ndarray",
          "numpy.dtype",
          "_codecs.encode",
          "argparse.Namespace",
          "datetime.datetime",
          "datetime.timedelta",
          "pathlib.Path",
          "pathlib.PosixPath",
          "pathlib.WindowsPath",
          "builtins.int",
          "builtins.float",
          "builtins.bool",
          "builtins.str",
          "__builtin__.int",
          "__builtin__.float",
          "__builtin__.bool",
          "__builtin__.str");

  private final Vocabulary vocabulary;
  private final Map<String, TorchStorage> storages = new HashMap<>();
  private int pairs;

  /** A dict that Python sets attributes of, such as the {@code _metadata} of a state dict. */
  private static final class Dict extends LinkedHashMap<Object, Object> implements Buildable {
    private static final long serialVersionUID = 1L;

    @Override
    public void build(Object state) {}
  }

  TorchPickle() {
    Map<String, Constructor> names = new HashMap<>();
    INERT_NAMES.forEach(name -> names.put(name, arguments -> INERT));
    TorchType.BY_STORAGE.keySet().forEach(name -> names.put(name, TorchPickle::refuse));
    TorchType.BY_DTYPE.keySet().forEach(name -> names.put(name, TorchPickle::refuse));
    for (String builtins : List.of("builtins.", "__builtin__.")) {
      for (String type : List.of("set", "frozenset", "list", "tuple")) {
        names.put(builtins + type, TorchPickle::list);
      }
      names.put(builtins + "dict", this::dict);
    }
    names.put("torch.Size", TorchPickle::list);
    names.put("collections.OrderedDict", this::dict);
    names.put("collections.Counter", this::dict);
    names.put("collections.defaultdict", arguments -> new Dict());
    names.put("torch._utils._rebuild_tensor", TorchPickle::tensor);
    names.put("torch._utils._rebuild_tensor_v2", TorchPickle::tensor);
    names.put("torch._utils._rebuild_tensor_v3", TorchPickle::typedTensor);
    names.put("torch._utils._rebuild_parameter", List::getFirst);
    names.put("torch._utils._rebuild_parameter_with_state", List::getFirst);
    this.vocabulary = new Vocabulary(names, this::storage, ADVICE);
  }

  /**
   * The object at the buffer's position: tensors as {@link TorchTensor}, the rest as {@link
   * Unpickler} has it.
   *
   * @param where named in errors
   */
  Object read(String where, ByteBuffer pickle) {
    return Unpickler.read(where, pickle, vocabulary);
  }

  /** All that such a pickle may name. */
  Set<String> names() {
    return vocabulary.names().keySet();
  }

  /** The storages that were spoken of so far, whole, by key. */
  Map<String, TorchStorage> storages() {
    return storages;
  }

  /** {@code ("storage", type, key, location, elements)}, before zip files also a view of it. */
  private Object storage(Object id) {
    List<?> parts = (List<?>) id;
    if (parts.size() < 5 || !(parts.get(0) instanceof String kind) || !kind.equals("storage")) {
      throw new IllegalArgumentException("expected a storage");
    }
    TorchType type = TorchType.BY_STORAGE.get(((Name) parts.get(1)).name());
    long elements = (Long) parts.get(4);
    String key = (String) Unpickler.key(parts.get(2));
    TorchStorage root = new TorchStorage(key, type, elements, 0, elements);
    TorchStorage known = storages.putIfAbsent(root.key(), root);
    if (type == null || (known != null && !known.equals(root))) {
      throw new IllegalArgumentException("one storage is described in two ways");
    }
    if (parts.size() > 5 && parts.get(5) instanceof List<?> view) {
      long begin = (Long) view.get(1);
      long end = Math.addExact(begin, (Long) view.get(2));
      return new TorchStorage(root.key(), type, elements, begin, end);
    }
    return root;
  }

  /** {@code (storage, offset, size, stride, …)}; what may follow is of use to training only. */
  private static Object tensor(List<Object> arguments) {
    return tensor(arguments, ((TorchStorage) arguments.get(0)).type());
  }

  /** {@code (storage, offset, size, stride, requires_grad, backward_hooks, dtype, …)}. */
  private static Object typedTensor(List<Object> arguments) {
    return tensor(arguments, TorchType.BY_DTYPE.get(((Name) arguments.get(6)).name()));
  }

  private static Object tensor(List<Object> arguments, TorchType type) {
    if (type == null) {
      throw new IllegalArgumentException("unknown dtype");
    }
    return new TorchTensor(
        (TorchStorage) arguments.get(0),
        type,
        (Long) arguments.get(1),
        numbers(arguments.get(2)),
        numbers(arguments.get(3)));
  }

  private static List<Long> numbers(Object list) {
    List<?> numbers = (List<?>) list;
    if (numbers.size() > MAX_RANK) {
      throw new IllegalArgumentException("a tensor of " + numbers.size() + " dimensions");
    }
    return numbers.stream().map(Long.class::cast).toList();
  }

  /** The list that a list, tuple, set or size is made of. */
  private static Object list(List<Object> arguments) {
    return arguments.isEmpty() ? List.of() : (List<?>) arguments.getFirst();
  }

  /** A dict, of pairs in Python 2. */
  private Object dict(List<Object> arguments) {
    if (arguments.isEmpty()) {
      return new Dict();
    }
    if (arguments.getFirst() instanceof Map<?, ?> map) {
      return map;
    }
    Dict dict = new Dict();
    for (Object item : (List<?>) arguments.getFirst()) {
      List<?> pair = (List<?>) item;
      if (++pairs > MAX_PAIRS) {
        throw new IllegalArgumentException("too many pairs");
      }
      dict.put(Unpickler.key(pair.get(0)), pair.get(1));
    }
    return dict;
  }

  private static Object refuse(List<Object> arguments) {
    throw new IllegalArgumentException("a type is named and not called");
  }
}
