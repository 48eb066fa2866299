package convnet4j.net;

/**
 * How far sliding windows reach past the borders of a feature map, per dimension, in rows or
 * columns of zeros. It depends on the map's size where the rule says so, so that a network means
 * the same at every size.
 */
public sealed interface Padding {
  /** TensorFlow's rule, see {@link Same}. */
  Padding SAME = new Same();

  /**
   * Rows before the first, or columns.
   *
   * @param size of the map
   * @param reach of a window, dilation included
   * @param stride step of the window
   */
  int before(int size, int reach, int stride);

  /** Rows after the last, or columns; parameters as of {@link #before}. */
  int after(int size, int reach, int stride);

  /** The same {@code amount} on every side, whatever the size. */
  record Fixed(int amount) implements Padding {
    public Fixed {
      if (amount < 0) {
        throw new IllegalArgumentException("padding must not be negative, received " + amount);
      }
    }

    @Override
    public int before(int size, int reach, int stride) {
      return amount;
    }

    @Override
    public int after(int size, int reach, int stride) {
      return amount;
    }
  }

  /**
   * TensorFlow's "SAME": ⌈size/stride⌉ windows, and what they lack is padded half before and half
   * after, the odd one after. Windows of side 3 and stride 2 are padded by one on both ends of an
   * odd size, and at the end only of an even size.
   */
  record Same() implements Padding {
    @Override
    public int before(int size, int reach, int stride) {
      return lacking(size, reach, stride) / 2;
    }

    @Override
    public int after(int size, int reach, int stride) {
      return Math.ceilDiv(lacking(size, reach, stride), 2);
    }

    private static int lacking(int size, int reach, int stride) {
      return Math.max(0, (Math.ceilDiv(size, stride) - 1) * stride + reach - size);
    }
  }
}
