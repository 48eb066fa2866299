package convnet4j.errors;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a misspelt one was meant to be. */
public final class Nearest {
  /** Above this many candidates a message names none of them when none is near. */
  private static final int LISTED = 12;

  private Nearest() {}

  /**
   * The candidate nearest to {@code name}, ignoring case: the least Damerau-Levenshtein distance
   * (optimal string alignment) within a third of the longer name, else the first candidate that
   * begins with {@code name}. Of equally near candidates the first one wins.
   */
  public static Optional<String> of(String name, Collection<String> candidates) {
    String wanted = name.toLowerCase(Locale.ROOT);
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int longer = Math.max(wanted.length(), candidate.length());
      int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
      if (distance <= Math.max(1, longer / 3) && distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    if (best != null || wanted.length() < 2) {
      return Optional.ofNullable(best);
    }
    return candidates.stream()
        .filter(candidate -> candidate.toLowerCase(Locale.ROOT).startsWith(wanted))
        .findFirst();
  }

  /**
   * The error for a name that nobody knows, such as {@code unknown network 'resnet81': did you mean
   * 'resnet18'? See 'convnet models'}.
   *
   * @param what the kind of thing named, such as {@code network}
   * @param hint what to do next; may be empty
   */
  public static InputException unknown(
      String what, String name, Collection<String> candidates, String hint) {
    StringBuilder message = new StringBuilder("unknown " + what + " '" + name + "'");
    Optional<String> nearest = of(name, candidates);
    if (nearest.isPresent()) {
      message.append(": did you mean '").append(nearest.get()).append("'?");
    } else if (!candidates.isEmpty() && candidates.size() <= LISTED) {
      message.append(": expected ").append(String.join(", ", candidates)).append(';');
    } else {
      message.append(':');
    }
    message.append(' ').append(hint);
    return new InputException(message.toString().strip().replaceAll("[;:]$", ""));
  }

  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, String a, String b, int i, int j) {
    int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least = Math.min(d[i - 1][j - 1] + substitution, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
  }
}
