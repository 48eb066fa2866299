package convnet4j.data;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How one transform is written: {@code name:value:…:key=value…}. Every value has a key, too; only
 * some may be told by their place.
 *
 * @param usage what messages say is to be written
 * @param placed keys of the values that may be told by their place, in order
 * @param keyed keys of the others
 * @param make the transform that the values are of; a {@link NumberFormatException} for one that is
 *     missing or no number, another {@link IllegalArgumentException} for one out of range
 */
record AugmentForm(
    String name,
    String usage,
    List<String> placed,
    List<String> keyed,
    Function<Values, Change> make) {
  private static final String PROBABILITY = "p";

  /**
   * Values by key, as they were written.
   *
   * @param inPlace how many of them were told by their place
   */
  record Values(Map<String, String> given, int inPlace) {
    boolean has(String key) {
      return given.containsKey(key);
    }

    int whole(String key) {
      return Integer.parseInt(given.getOrDefault(key, ""));
    }

    int whole(String key, int absent) {
      return has(key) ? whole(key) : absent;
    }

    double real(String key) {
      return Double.parseDouble(given.getOrDefault(key, ""));
    }

    double real(String key, double absent) {
      return has(key) ? real(key) : absent;
    }

    /** The lower and the upper end of {@code 0.1-2}; both are the same in {@code 1}. */
    double[] ends(String key) {
      String[] ends = given.get(key).split("(?<=[0-9.])-", 2);
      double low = Double.parseDouble(ends[0]);
      return new double[] {low, ends.length == 1 ? low : Double.parseDouble(ends[1])};
    }
  }

  /**
   * The transform that a part says.
   *
   * @param tokens the part at its colons, without the name
   * @throws InputException when a key is unknown, given twice, or stands before a placed value
   * @throws IllegalArgumentException as {@link #make} does
   */
  Change read(String where, List<String> tokens) {
    Map<String, String> given = new HashMap<>();
    int inPlace = 0;
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i).strip();
      int equals = token.indexOf('=');
      inPlace += equals < 0 ? 1 : 0;
      String key = equals < 0 ? placedKey(i, given) : key(where, token.substring(0, equals));
      if (given.put(key, token.substring(equals + 1).strip()) != null) {
        throw new InputException(
            where + ": expected '" + key + "' once, received it twice; write " + usage);
      }
    }
    boolean ownProbability = placed.contains(PROBABILITY);
    String probability = ownProbability ? null : given.remove(PROBABILITY);
    Change made = make.apply(new Values(given, inPlace));
    return probability != null && made instanceof Transform transform
        ? new Sometimes(Double.parseDouble(probability), transform)
        : made;
  }

  private String placedKey(int i, Map<String, String> given) {
    if (i >= placed.size() || !placed.subList(0, i).containsAll(given.keySet())) {
      throw new NumberFormatException("a value too many, or one after a key");
    }
    return placed.get(i);
  }

  private String key(String where, String key) {
    List<String> known = keys();
    if (known.contains(key.strip())) {
      return key.strip();
    }
    String near = Nearest.of(key, known).map(n -> ", did you mean '" + n + "'?").orElse(";");
    throw new InputException(
        where + ": unknown value '" + key + "' of " + name + near + " write " + usage);
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>(placed);
    keys.addAll(keyed);
    return keys;
  }
}
