package convnet4j.weights;

import convnet4j.data.Normalisation;
import convnet4j.net.Graph;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a file is taken for that does not say what network it is of.
 *
 * @param graph of the network, with the input and the number of classes that it is used with
 * @param options of the network that were set
 * @param classes their names, by index
 * @param usual normalisation for files whose names do not tell whose they are; empty if unknown
 */
public record Foreign(
    Graph graph,
    SortedMap<String, String> options,
    List<String> classes,
    Optional<Normalisation> usual) {
  public Foreign {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    classes = List.copyOf(classes);
  }
}
