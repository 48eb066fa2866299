package convnet4j.data;

/**
 * Random numbers that depend on (seed, epoch, index, view) alone, so that a sample is drawn the
 * same way whichever thread draws it, in whatever order, before or after a resume.
 *
 * <p>The stream is SplitMix64 (Steele, Lea and Flood, <em>Fast splittable pseudorandom number
 * generators</em>, OOPSLA 2014), started at a state into which the four numbers are hashed one
 * after another with SplitMix64's own finaliser. It is written out here so that no JDK changes it.
 * Instances are small, cheap, and for one thread.
 */
public final class Draws {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** The index that no image has: the order of an epoch is drawn from it. */
  private static final int ORDER = -1;

  /** Another one: what is drawn for a whole batch is drawn from it. */
  private static final int BATCH = -2;

  /** The epoch that none is: what holds in all of them is drawn from it. */
  private static final int ALL_EPOCHS = -1;

  private final long seed;
  private final int epoch;
  private final int index;
  private final int view;
  private long state;

  Draws(long state) {
    this(0, 0, 0, 0, state);
  }

  private Draws(long seed, int epoch, int index, int view, long state) {
    this.seed = seed;
    this.epoch = epoch;
    this.index = index;
    this.view = view;
    this.state = state;
  }

  /**
   * The numbers for one view of one image.
   *
   * @param index the image's place in its split, from 0
   * @param view 0 in training; the number of the view where an image is looked at several times
   */
  public static Draws of(long seed, int epoch, int index, int view) {
    long state = mix(seed + GOLDEN_GAMMA);
    state = mix((state ^ epoch) + GOLDEN_GAMMA);
    state = mix((state ^ index) + GOLDEN_GAMMA);
    return new Draws(seed, epoch, index, view, mix((state ^ view) + GOLDEN_GAMMA));
  }

  /** The epoch that these numbers are drawn for. */
  public int epoch() {
    return epoch;
  }

  /** The numbers that are still to come, once more. */
  public Draws copy() {
    return new Draws(seed, epoch, index, view, state);
  }

  /** Numbers for the same view of the same image that are alike in all epochs, from their start. */
  public Draws inAllEpochs() {
    return of(seed, ALL_EPOCHS, index, view);
  }

  /**
   * The numbers for the batch of one step.
   *
   * @param step from 0, over all epochs
   */
  public static Draws ofBatch(long seed, long step) {
    return of(seed, 0, BATCH, Math.toIntExact(step));
  }

  /** The order in which an epoch visits {@code n} images: each of 0..n-1 once, all orders alike. */
  public static int[] permutation(long seed, int epoch, int n) {
    return of(seed, epoch, ORDER, 0).permutation(n);
  }

  /** Each of 0..n-1 once, all orders alike. */
  public int[] permutation(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("expected n >= 0, received " + n);
    }
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** A whole number in 0..n-1, all equally likely. */
  public int below(int n) {
    if (n <= 0) {
      throw new IllegalArgumentException("expected n > 0, received " + n);
    }
    // Lemire's multiply and shift; the rare low products are redrawn, which removes the bias.
    long product = (next() >>> 32) * n;
    if ((product & 0xFFFFFFFFL) < n) {
      long threshold = (1L << 32) % n;
      while ((product & 0xFFFFFFFFL) < threshold) {
        product = (next() >>> 32) * n;
      }
    }
    return (int) (product >>> 32);
  }

  /** A number in [0, 1) with 53 random bits. */
  public double uniform() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** A number in [low, high). */
  public double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** A normal number, of mean 0 and deviation 1 (Box and Muller 1958, one of the two). */
  public double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * Math.PI * uniform());
  }

  /** True with probability {@code p}. */
  public boolean chance(double p) {
    return uniform() < p;
  }

  /** The next 64 bits. */
  public long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
