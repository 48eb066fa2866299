package convnet4j.weights;

import convnet4j.data.Normalisation;
import convnet4j.net.Graph;
import convnet4j.net.ParamSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * How others name the parameters of networks that this project has too: rules, not code. {@link
 * Dialects} has the table of them.
 *
 * @param name of whoever names them so
 * @param networks the names of ours that this is about
 * @param normalisation of the images that they train on; empty where nobody knows
 * @param renames applied one after the other to every name
 * @param dropped names of tensors that are left out where the network has no such parameter
 */
public record Dialect(
    String name,
    Pattern networks,
    Optional<Normalisation> normalisation,
    List<Rename> renames,
    Optional<Pattern> dropped) {
  /** What DataParallel and torch.compile put before every name, once or again and again. */
  private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");

  public Dialect {
    renames = List.copyOf(renames);
  }

  /**
   * What a file's tensors are as the parameters of a network.
   *
   * @param dialect the names in the file
   * @param tensors by our names
   * @param mismatch what keeps them from being its weights, if anything does
   */
  public record Reading(
      Dialect dialect, SequencedMap<String, HostTensor> tensors, Mismatch mismatch) {}

  /**
   * Finds the dialect under which {@code tensors} are the weights of {@code graph}: every parameter
   * once, with its shape. If none is, the one with the fewest faults.
   */
  public static Reading detect(Graph graph, SequencedMap<String, HostTensor> tensors) {
    Reading best = null;
    for (Dialect dialect : Dialects.TABLE) {
      if (dialect.networks.matcher(graph.name()).matches()) {
        Reading reading = dialect.read(graph, tensors);
        boolean better = best == null || reading.mismatch().faults() < best.mismatch().faults();
        best = better ? reading : best;
      }
    }
    return best;
  }

  private Reading read(Graph graph, SequencedMap<String, HostTensor> tensors) {
    Map<String, ParamSpec> specs = new HashMap<>();
    graph.params().forEach(spec -> specs.put(spec.name(), spec));
    SequencedMap<String, HostTensor> named = new LinkedHashMap<>();
    List<String> twice = new ArrayList<>();
    tensors.forEach(
        (theirs, tensor) -> {
          String name = unwrapped(theirs);
          HostTensor value = tensor;
          for (Rename rename : renames) {
            if (rename.appliesTo(name)) {
              name = rename.apply(name);
              value = rename.flattens() ? flattened(value) : value;
            }
          }
          boolean isDropped = dropped.isPresent() && dropped.get().matcher(name).lookingAt();
          if (isDropped && !specs.containsKey(name)) {
            return;
          }
          if (named.putIfAbsent(name, value) != null) {
            twice.add(name);
          }
        });
    return new Reading(this, named, Mismatch.between(graph, named).withTwice(twice));
  }

  private static String unwrapped(String name) {
    int begin = 0;
    for (int end = -1; begin != end; ) {
      end = begin;
      for (String wrapper : WRAPPERS) {
        begin += name.startsWith(wrapper, begin) ? wrapper.length() : 0;
      }
    }
    return name.substring(begin);
  }

  /** out×in×kH×kW as out×(in·kH·kW): the same elements in the same order. */
  private static HostTensor flattened(HostTensor tensor) {
    if (tensor.shape().size() <= 2 || tensor.shape().getFirst() == 0) {
      return tensor;
    }
    int out = tensor.shape().getFirst();
    return new HostTensor(tensor.dtype(), List.of(out, tensor.elements() / out), tensor.data());
  }
}
