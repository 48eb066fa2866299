package convnet4j.weights;

import convnet4j.errors.InputException;
import convnet4j.net.Graph;
import convnet4j.net.Op;
import convnet4j.net.Step;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * What training begins with when it begins with a file's weights. The head is taken where file and
 * data have the same classes in the same order, and starts anew where they differ in number or
 * name, or where the file has no head. A file whose classes are called 0, 1, 2, … does not know
 * their names; as many are then taken for the same. All other parameters must be in the file with
 * their shapes, and nothing else.
 *
 * @param taken the file's tensors that are used, by the network's names
 * @param anew names of the parameters that are drawn instead
 * @param summary one line for people
 */
public record Transfer(
    SequencedMap<String, HostTensor> taken, SequencedSet<String> anew, String summary) {
  private static final int NAMED = 4;

  public Transfer {
    taken = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(taken));
    anew = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(anew));
  }

  /**
   * Decides what to take of {@code file}.
   *
   * @param graph to be trained
   * @param head of it
   * @param classes of the data
   * @throws InputException when the file is of another network, its images have other channels, or
   *     tensors are missing, left over or of another shape
   */
  public static Transfer of(ModelFile file, Graph graph, Head head, List<String> classes) {
    requireNetwork(file, graph);
    requireChannels(file, graph);
    OptionalInt fileClasses = head.classes(file.tensors());
    boolean headless = head.names().stream().noneMatch(file.tensors()::containsKey);
    boolean sameCount = fileClasses.isPresent() && fileClasses.getAsInt() == head.classes();
    List<String> theirs = file.info().classes();
    boolean sameNames = ClassNames.areNumbers(theirs) || theirs.equals(classes);
    if ((sameCount && sameNames) || (fileClasses.isEmpty() && !headless)) {
      SequencedMap<String, HostTensor> all = file.weights(graph).tensors();
      String summary = file.path() + ": all " + all.size() + " tensors taken";
      return new Transfer(all, new LinkedHashSet<>(), summary);
    }
    SequencedMap<String, HostTensor> rest = new LinkedHashMap<>(file.tensors());
    rest.keySet().removeAll(head.names());
    SequencedMap<String, HostTensor> taken =
        Weights.matching(backbone(graph, head), rest, file.path().toString()).tensors();
    String why =
        headless
            ? "the file has none"
            : sameCount
                ? "the file has other classes (" + some(theirs) + ")"
                : "the file has " + fileClasses.getAsInt() + " classes, the data " + classes.size();
    String summary =
        String.format(
            "%s: %d of %d tensors taken; the head (%s) starts anew: %s",
            file.path(), taken.size(), graph.params().size(), some(List.copyOf(head.names())), why);
    return new Transfer(taken, head.names(), summary);
  }

  /** Whether the head is drawn. */
  public boolean newHead() {
    return !anew.isEmpty();
  }

  private static Graph backbone(Graph graph, Head head) {
    return new Graph(
        graph.name(),
        graph.input(),
        graph.classes(),
        graph.steps(),
        graph.params().stream().filter(spec -> !head.names().contains(spec.name())).toList(),
        graph.auxiliary());
  }

  /** Networks of another name may have the same tensors and compute something else with them. */
  private static void requireNetwork(ModelFile file, Graph graph) {
    String network = file.info().network();
    if (!network.equals(graph.name())) {
      throw new InputException(
          String.format(
              "%s: expects to begin %s, which it is of, received %s; train %s, or begin with"
                  + " weights of %s",
              file.path(), network, graph.name(), network, graph.name()));
    }
  }

  private static void requireChannels(ModelFile file, Graph graph) {
    for (Step step : graph.steps()) {
      HostTensor weight = file.tensors().get(step.path() + ".weight");
      if (step.inputs().contains(Graph.INPUT)
          && step.kernel() instanceof Op.Conv conv
          && weight != null
          && weight.shape().size() == 4) {
        int channels = weight.shape().get(1) * conv.groups();
        if (channels != graph.input().channels()) {
          throw new InputException(
              String.format(
                  "%s: expects images with %d channels, the data has %d; convert it as it is read"
                      + " with --set input=%dx%dx%d",
                  file.path(),
                  channels,
                  graph.input().channels(),
                  channels,
                  graph.input().height(),
                  graph.input().width()));
        }
      }
    }
  }

  private static String some(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
        + (names.size() > NAMED ? ", …" : "");
  }
}
