package convnet4j.render;

import com.fasterxml.jackson.annotation.JsonProperty;
import convnet4j.cost.Cost;
import convnet4j.net.Graph;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A network in the list of networks; as JSON, an element of what {@code convnet models --json}
 * prints.
 *
 * @param network its name
 * @param family networks of one family stand together
 * @param source the paper, or the implementation, whose network it is
 * @param input channels, height and width of one image
 * @param classes number of logits
 * @param params its parameters, see {@link convnet4j.cost.StepCost}
 * @param madds multiply-accumulates for one image
 * @param depth weighted layers on the longest path, see {@link Cost#depth()}
 * @param options what {@code --set} accepts, by key
 */
public record ModelRow(
    String network,
    String family,
    String source,
    List<Integer> input,
    int classes,
    long params,
    long madds,
    int depth,
    SequencedMap<String, Choice> options) {

  /**
   * What an option accepts.
   *
   * @param initial the value in force unless it is set
   * @param values {@code A|B|C}, or words
   */
  public record Choice(@JsonProperty("default") String initial, String values) {}

  public ModelRow {
    input = List.copyOf(input);
    options = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(options));
  }

  public static ModelRow of(
      Graph graph, Cost cost, String family, String source, SequencedMap<String, Choice> options) {
    return new ModelRow(
        graph.name(),
        family,
        source,
        graph.input().dims(),
        graph.classes(),
        cost.params(),
        cost.madds(),
        cost.depth(),
        options);
  }
}
