package convnet4j.zoo;

import convnet4j.net.Shape.FeatureMap;
import java.util.List;

/**
 * What is known of a network of the zoo without building it.
 *
 * @param name as commands take it
 * @param family networks of one family stand together
 * @param source the paper, or the implementation, whose network it is
 * @param input shape of one image unless set otherwise
 * @param classes number of logits unless set otherwise
 * @param options what may be set, in the order of printing
 */
public record Entry(
    String name,
    String family,
    String source,
    FeatureMap input,
    int classes,
    List<Option> options) {
  public Entry {
    options = List.copyOf(options);
  }
}
