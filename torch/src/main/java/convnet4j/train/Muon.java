package convnet4j.train;

import convnet4j.net.ParamSpec;
import convnet4j.net.ParamSpec.Role;
import convnet4j.recipe.OptimizerSpec;
import convnet4j.torch.TorchNet;
import convnet4j.train.ParamGroup.Rates;
import convnet4j.weights.HostTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Executes {@link OptimizerSpec.Muon}. */
final class Muon implements Optimizer {
  private static final double LEAST_NORM = 1e-12;

  private final OptimizerSpec.Muon spec;
  private final StateTensors velocities;
  private final List<Filters> filters = new ArrayList<>();
  private final Sgd others;

  /**
   * One convolution's weights.
   *
   * @param gradient out×in×kH×kW
   * @param matrix the weights as out×(kH·kW·in): a view, since they lie in memory in this order
   * @param velocity likewise
   * @param norm what they are scaled to, √out
   */
  private record Filters(Tensor gradient, Tensor matrix, Tensor velocity, double norm, double lr) {}

  /**
   * Goes on from {@code saved}, or begins where it is empty.
   *
   * @param factor of the learning rate, for every parameter
   */
  Muon(
      OptimizerSpec.Muon spec,
      TorchNet net,
      Map<String, HostTensor> saved,
      ToDoubleFunction<ParamSpec> factor) {
    this.spec = spec;
    SequencedMap<ParamSpec, Tensor> convolutions = new LinkedHashMap<>();
    SequencedMap<ParamSpec, Tensor> rest = new LinkedHashMap<>();
    net.trained()
        .forEach((param, tensor) -> (isFilters(param) ? convolutions : rest).put(param, tensor));
    this.velocities = StateTensors.zeros("momentum.", convolutions, saved);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      convolutions.forEach(
          (param, tensor) -> {
            Tensor matrix = matrix(tensor);
            Tensor velocity = matrix(velocities.of(param));
            matrix.retainReference();
            velocity.retainReference();
            filters.add(
                new Filters(
                    tensor.mutable_grad(),
                    matrix,
                    velocity,
                    Math.sqrt(param.shape().getFirst()),
                    spec.lr() * factor.applyAsDouble(param)));
          });
    }
    this.others =
        new Sgd(
            rest,
            param -> rates(param, factor.applyAsDouble(param)),
            spec.otherMomentum(),
            spec.otherMomentum() > 0,
            saved);
  }

  private static boolean isFilters(ParamSpec param) {
    return param.role() == Role.WEIGHT && param.shape().size() == 4;
  }

  private Rates rates(ParamSpec param, double factor) {
    double lr = param.role() == Role.WEIGHT ? spec.headLr() : spec.biasLr();
    return new Rates(lr * factor, spec.weightDecay() / lr);
  }

  /** Never a copy, which a step would change in vain: a view, or an exception. */
  private static Tensor matrix(Tensor filters) {
    return filters.permute(0, 2, 3, 1).view(filters.size(0), -1);
  }

  @Override
  public void step(double factor) {
    try (NoGradGuard guard = new NoGradGuard()) {
      for (Filters f : filters) {
        if (f.gradient().defined()) {
          step(f, factor);
        }
      }
    }
    others.step(factor);
  }

  private void step(Filters f, double factor) {
    try (PointerScope scope = new PointerScope()) {
      Scalar momentum = new Scalar(spec.momentum());
      Tensor gradient = matrix(f.gradient());
      f.velocity().mul_(momentum);
      f.velocity().add_(gradient);
      if (spec.nesterov()) {
        gradient.add_(f.velocity(), momentum);
      }
      if (spec.normalizeFilters()) {
        Tensor norm = f.matrix().norm().clamp_min(new Scalar(LEAST_NORM));
        f.matrix().mul_(norm.reciprocal_().mul_(new Scalar(f.norm())));
      }
      Tensor update = NewtonSchulz.orthogonalised(spec.nesterov() ? gradient : f.velocity());
      f.matrix().add_(update, new Scalar(-f.lr() * factor));
      f.gradient().reset();
    }
  }

  @Override
  public SequencedMap<String, HostTensor> state() {
    SequencedMap<String, HostTensor> state = new LinkedHashMap<>();
    velocities.addTo(state);
    state.putAll(others.state());
    return state;
  }

  @Override
  public void close() {
    filters.forEach(
        f -> {
          f.matrix().releaseReference();
          f.velocity().releaseReference();
        });
    filters.clear();
    velocities.close();
    others.close();
  }
}
