package convnet4j.torch;

import convnet4j.net.Graph;
import convnet4j.net.Initialisation;
import convnet4j.net.ParamSpec;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Draws the parameters that a network starts from, as its {@link ParamSpec}s say. */
final class Initialiser {
  private Initialiser() {}

  /** Float32 tensors by name, in the graph's order; equal seeds give equal tensors. */
  static SequencedMap<String, Tensor> draw(Graph graph, long seed) {
    torch.manual_seed(seed);
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      for (ParamSpec spec : graph.params()) {
        tensors.put(spec.name(), Tensors.own(draw(spec)));
      }
    }
    return tensors;
  }

  private static Tensor draw(ParamSpec spec) {
    Tensor tensor =
        torch.empty(Tensors.dims(spec.shape()), Tensors.options(ScalarType.Float), null);
    GeneratorOptional generator = new GeneratorOptional();
    return switch (spec.init()) {
      case Initialisation.Constant c -> tensor.fill_(new Scalar(c.value()));
      case Initialisation.Normal n -> tensor.normal_(0, n.std(), generator);
      case Initialisation.HeNormal h -> {
        int fan =
            switch (h.fan()) {
              case IN -> spec.fanIn();
              case OUT -> spec.fanOut();
            };
        yield tensor.normal_(0, Math.sqrt(2.0 / fan), generator);
      }
      case Initialisation.GlorotUniform g ->
          uniform(tensor, Math.sqrt(6.0 / (spec.fanIn() + spec.fanOut())), generator);
      case Initialisation.UniformFanIn u -> uniformFanIn(spec, tensor, generator);
      case Initialisation.Dirac d -> passOn(uniformFanIn(spec, tensor, generator));
      case Initialisation.Whitening w -> uniformFanIn(spec, tensor, generator);
    };
  }

  /** Makes the first filters of out×in×k×k pass on one channel each. */
  private static Tensor passOn(Tensor filters) {
    long channels = Math.min(filters.size(0), filters.size(1));
    Tensor first = filters.narrow(0, 0, channels);
    first.zero_();
    Tensor middle = first.select(3, filters.size(3) / 2).select(2, filters.size(2) / 2);
    middle.copy_(torch.eye(channels, filters.size(1)));
    return filters;
  }

  private static Tensor uniformFanIn(ParamSpec spec, Tensor tensor, GeneratorOptional generator) {
    return uniform(tensor, 1 / Math.sqrt(spec.fanIn()), generator);
  }

  private static Tensor uniform(Tensor tensor, double bound, GeneratorOptional generator) {
    return tensor.uniform_(-bound, bound, generator);
  }
}
