package convnet4j.torch;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Operation;
import org.bytedeco.pytorch.Operator;
import org.bytedeco.pytorch.OperatorName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorList;
import org.bytedeco.pytorch.global.torch;

/**
 * An operator of libtorch that the bindings have no method for, looked up in its registry: the
 * fused and foreach operators, which change a whole list of tensors in one call. Lives as long as
 * the process.
 */
public final class Aten {
  private final String name;
  private final Operation operation;

  private Aten(String name, Operation operation) {
    this.name = name;
    this.operation = operation;
  }

  /**
   * The operator of that name, after {@link Natives#load}.
   *
   * @param name with its namespace, {@code aten::_foreach_lerp_}
   * @param overload {@code Scalar}, {@code List}; empty if it has none
   */
  public static Aten of(String name, String overload) {
    try (PointerScope scope = new PointerScope()) {
      Operator operator = torch.findOperatorFor(new OperatorName(name, overload));
      if (operator == null || operator.isNull()) {
        throw new IllegalArgumentException("this libtorch has no operator " + name);
      }
      Operation operation = operator.getOperation();
      operation.retainReference();
      return new Aten(name, operation);
    }
  }

  /**
   * Calls an operator that works in place.
   *
   * @param arguments every one that its schema lists, in that order; {@code new IValue()} is None
   */
  public void call(List<IValue> arguments) {
    try (PointerScope scope = new PointerScope()) {
      operation.apply(new IValueVector(arguments.toArray(IValue[]::new)));
    }
  }

  /**
   * Tensors as an argument. Not {@code new IValue(new TensorVector(…))}, which compiles, and takes
   * the vector's address for an IValue.
   */
  public static IValue list(Iterable<Tensor> tensors) {
    GenericList list = emptyList();
    for (Tensor tensor : tensors) {
      list.push_back(new IValue(tensor));
    }
    return new IValue(list);
  }

  /** A list to which tensors, as IValues, are to be added. */
  public static GenericList emptyList() {
    return new GenericList(new TensorList().elementType());
  }

  @Override
  public String toString() {
    return name;
  }
}
