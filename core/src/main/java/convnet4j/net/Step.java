package convnet4j.net;

import java.util.List;

/**
 * One operation of a {@link Graph}.
 *
 * @param path scopes around it, joined by dots; operations without parameters may share one
 * @param kernel what it does
 * @param inputs the steps whose outputs it reads, {@link Graph#INPUT} for the image
 * @param output shape of its result
 * @param lastUse the last step that reads the result; its own index if none does
 */
public record Step(String path, Kernel kernel, List<Integer> inputs, Shape output, int lastUse) {
  public Step {
    inputs = List.copyOf(inputs);
  }
}
