package convnet4j.weights;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of a {@link Dialect}: what the beginning of a parameter's name becomes.
 *
 * @param from what the name begins with
 * @param to what stands there afterwards; {@code $1} is the first group of {@code from}, and {@code
 *     {$1+4}} the number in it plus 4
 * @param flattens whether a weight of more than two dimensions becomes out×rest, as a convolution
 *     over the whole map is a linear layer
 */
record Rename(Pattern from, String to, boolean flattens) {
  private static final Pattern SUM = Pattern.compile("\\{(\\d{1,6})\\+(\\d{1,6})}");

  static Rename of(String from, String to) {
    return new Rename(Pattern.compile(from), to, false);
  }

  static Rename flattening(String from, String to) {
    return new Rename(Pattern.compile(from), to, true);
  }

  /** Whether this row is for {@code name}. */
  boolean appliesTo(String name) {
    return from.matcher(name).lookingAt();
  }

  /** The new name. */
  String apply(String name) {
    Matcher matcher = from.matcher(name);
    if (!matcher.lookingAt()) {
      return name;
    }
    String group = matcher.groupCount() == 0 ? "" : matcher.group(1);
    String head = SUM.matcher(to.replace("$1", group)).replaceAll(Rename::sum);
    return head + name.substring(matcher.end());
  }

  private static String sum(MatchResult match) {
    return Integer.toString(Integer.parseInt(match.group(1)) + Integer.parseInt(match.group(2)));
  }
}
