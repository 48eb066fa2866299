package convnet4j.render.diagram;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * A part of a figure, by what it shows and not by where it stands. Blocks that show the same are
 * equal, which is how repeats are found.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "block")
public sealed interface Block {
  /** Shape that it yields for one image, [channels, height, width] or [size]. */
  List<Integer> output();

  /** How a box is drawn. */
  enum Kind {
    @JsonProperty("conv")
    CONV,
    @JsonProperty("depthwise")
    DEPTHWISE,
    @JsonProperty("linear")
    LINEAR,
    @JsonProperty("pool")
    POOL,
    /** No weights and no window: padding, shuffling, local normalisation. */
    @JsonProperty("other")
    OTHER,
    /** A box in which branches end. */
    @JsonProperty("concat")
    CONCAT,
    /** A small circle in which branches end. */
    @JsonProperty("junction")
    JUNCTION
  }

  /** One layer, with what is folded into it: batch norm, activation, dropout. */
  @JsonTypeName("box")
  record Box(Kind kind, String text, List<Integer> output) implements Block {
    public Box {
      output = List.copyOf(output);
    }
  }

  /**
   * Blocks from top to bottom, each reading the one above it.
   *
   * @param items in order; an empty stack is the identity
   * @param arcs what is read from further above
   */
  @JsonTypeName("stack")
  record Stack(List<Block> items, List<Arc> arcs) implements Block {
    public Stack {
      items = List.copyOf(items);
      arcs = List.copyOf(arcs);
    }

    static Stack of(List<Block> items) {
      return new Stack(items, List.of());
    }

    /** Of the last item; an identity has none of its own. */
    @Override
    public List<Integer> output() {
      return items.isEmpty() ? List.of() : items.getLast().output();
    }
  }

  /**
   * A connection past the neighbours.
   *
   * @param from the item that is read; −1 for what enters the stack
   * @param to the item that reads it
   * @param entry as which of its entries
   */
  record Arc(int from, int to, int entry) {}

  /** A body and what is added to, or multiplied with, what it makes. */
  @JsonTypeName("residual")
  record Residual(String join, Stack body, List<Shortcut> shortcuts, List<Integer> output)
      implements Block {
    public Residual {
      shortcuts = List.copyOf(shortcuts);
      output = List.copyOf(output);
    }
  }

  /**
   * A way around a body.
   *
   * @param text its layers; empty for the identity
   * @param sameShape whether it yields the shape that it receives
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Shortcut(String text, boolean sameShape) {}

  /** Branches of one input that a join ends. */
  @JsonTypeName("branches")
  record Branches(List<Stack> branches, Box join) implements Block {
    public Branches {
      branches = List.copyOf(branches);
    }

    @Override
    public List<Integer> output() {
      return join.output();
    }
  }

  /**
   * Blocks that read each other in any way without cycles.
   *
   * @param nodes in execution order; the last one is what others read
   * @param edges between them
   * @param entries how many outside values are read
   */
  @JsonTypeName("graph")
  record Mesh(List<Block> nodes, List<Edge> edges, int entries) implements Block {
    public Mesh {
      nodes = List.copyOf(nodes);
      edges = List.copyOf(edges);
    }

    @Override
    public List<Integer> output() {
      return nodes.getLast().output();
    }
  }

  /** {@code from} a node, or from entry k as −1 − k, to a node. */
  record Edge(int from, int to) {}

  /** The same {@code times} in a row. */
  @JsonTypeName("repeat")
  record Repeat(Block of, int times) implements Block {
    @Override
    public List<Integer> output() {
      return of.output();
    }
  }
}
