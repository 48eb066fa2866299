package convnet4j.render.diagram;

import convnet4j.render.diagram.Block.Box;
import convnet4j.render.diagram.Block.Branches;
import convnet4j.render.diagram.Block.Kind;
import convnet4j.render.diagram.Block.Mesh;
import convnet4j.render.diagram.Block.Repeat;
import convnet4j.render.diagram.Block.Residual;
import convnet4j.render.diagram.Block.Shortcut;
import convnet4j.render.diagram.Block.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a figure's signs mean; only of those that it has. */
final class Legend {
  private Legend() {}

  /** Sentences. */
  static List<String> of(Diagram diagram) {
    List<Block> all = diagram.networks().stream().flatMap(c -> all(c.layers())).toList();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Padding, batch norm, activations and dropout belong to the layers and are not drawn.");
    sentences.add("Colours follow the output size; /2 is a stride of 2.");
    if (shortcuts(all).findAny().isPresent()) {
      sentences.add("Arcs are shortcuts, added to what they go around.");
    }
    if (shortcuts(all).anyMatch(s -> !s.sameShape())) {
      sentences.add("Dotted: the shape changes, by the layer beside the arc.");
    }
    if (all.stream().anyMatch(box(b -> b.kind() == Kind.DEPTHWISE))) {
      sentences.add("Dashed border: each channel is filtered on its own.");
    }
    if (all.stream().anyMatch(box(b -> b.text().contains(" sep conv")))) {
      sentences.add("A sep conv is a depthwise convolution and a 1×1 convolution after it.");
    }
    if (all.stream().anyMatch(b -> b instanceof Repeat)) {
      sentences.add("×\u00a03: three times in a row.");
    }
    return sentences;
  }

  private static Stream<Shortcut> shortcuts(List<Block> all) {
    return all.stream()
        .filter(b -> b instanceof Residual)
        .flatMap(b -> ((Residual) b).shortcuts().stream());
  }

  private static Predicate<Block> box(Predicate<Box> test) {
    return block -> block instanceof Box b && test.test(b);
  }

  /** A block and all within it. */
  static Stream<Block> all(Block block) {
    Stream<? extends Block> inside =
        switch (block) {
          case Box b -> Stream.empty();
          case Stack s -> s.items().stream();
          case Residual r -> Stream.of(r.body());
          case Branches b -> Stream.concat(b.branches().stream(), Stream.of(b.join()));
          case Mesh m -> m.nodes().stream();
          case Repeat r -> Stream.of(r.of());
        };
    return Stream.concat(Stream.of(block), inside.flatMap(Legend::all));
  }
}
