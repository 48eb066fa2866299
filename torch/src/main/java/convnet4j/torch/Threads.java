package convnet4j.torch;

import org.bytedeco.pytorch.global.torch;

/** How many threads libtorch computes with. */
public final class Threads {
  private Threads() {}

  /** From now on {@code count} threads, for work that the calling thread starts. */
  public static void use(int count) {
    torch.set_num_threads(count);
  }
}
