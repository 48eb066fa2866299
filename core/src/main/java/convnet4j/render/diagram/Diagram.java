package convnet4j.render.diagram;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import convnet4j.cost.Cost;
import convnet4j.net.Graph;
import convnet4j.render.diagram.Block.Stack;
import java.util.List;

/**
 * One or more architectures side by side, as the papers' figures draw them; as JSON, what {@code
 * convnet diagram --json} prints.
 *
 * @param folded whether what repeats is drawn once
 * @param networks from left to right
 */
public record Diagram(boolean folded, List<Column> networks) {
  /** The most boxes one below the other that {@link Fold#AUTO} draws one by one. */
  static final int TALLEST = 40;

  /** Whether repeats are drawn once. */
  public enum Fold {
    /** If a network would be more than 40 boxes tall: in all of them then. */
    AUTO,
    ALWAYS,
    NEVER
  }

  /**
   * One network.
   *
   * @param network its name, with the options that are not its own
   * @param input channels, height and width of one image
   * @param depth see {@link Cost#depth()}
   * @param params its parameters, see {@link convnet4j.cost.StepCost}
   * @param madds multiply-accumulates for one image
   * @param receptiveField see {@link Cost#receptiveField()}
   * @param layers from the image to the logits
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Column(
      String network,
      List<Integer> input,
      int depth,
      long params,
      long madds,
      long receptiveField,
      Stack layers) {
    public Column {
      input = List.copyOf(input);
    }

    private Column folded() {
      return new Column(network, input, depth, params, madds, receptiveField, Folding.fold(layers));
    }
  }

  public Diagram {
    networks = List.copyOf(networks);
    if (networks.isEmpty()) {
      throw new IllegalArgumentException("expects a network or more, received none");
    }
  }

  /** The figure of {@code graphs} from left to right. */
  public static Diagram of(List<Graph> graphs, Fold fold) {
    List<Column> columns = graphs.stream().map(Diagram::column).toList();
    boolean folded =
        switch (fold) {
          case AUTO -> columns.stream().anyMatch(c -> Structure.boxes(c.layers) > TALLEST);
          case ALWAYS -> true;
          case NEVER -> false;
        };
    return new Diagram(folded, folded ? columns.stream().map(Column::folded).toList() : columns);
  }

  private static Column column(Graph graph) {
    Cost cost = Cost.of(graph);
    return new Column(
        graph.name(),
        graph.input().dims(),
        cost.depth(),
        cost.params(),
        cost.madds(),
        cost.receptiveField(),
        Structure.of(graph));
  }

  /** As an SVG document. */
  public String svg() {
    return new DiagramSvg(this).svg();
  }
}
