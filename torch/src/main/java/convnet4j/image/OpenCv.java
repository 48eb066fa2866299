package convnet4j.image;

import convnet4j.torch.Natives;
import org.bytedeco.opencv.global.opencv_core;

/** Readies OpenCV, once. */
final class OpenCv {
  static {
    Natives.load();
    // The workers are the parallelism; threads of OpenCV's own would only compete with libtorch's.
    opencv_core.setNumThreads(1);
  }

  private OpenCv() {}

  /** To be called before anything of OpenCV's is. */
  static void load() {}
}
