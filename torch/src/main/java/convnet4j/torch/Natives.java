package convnet4j.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_full;

/**
 * The one place that loads native libraries. Everything is extracted before anything is loaded:
 * with an empty JavaCPP cache, loading libtorch while its parts are still being unpacked dies of a
 * segmentation fault inside the dynamic linker.
 */
public final class Natives {
  private static final List<String> PACKAGES = List.of("javacpp", "openblas", "opencv", "pytorch");

  private static final Pattern LIBRARY = Pattern.compile("\\.(so(\\.\\d+)*|dylib|jnilib|dll)$");

  private static boolean loaded;

  private Natives() {}

  /**
   * Extracts and loads libtorch and OpenCV; after the first call, does nothing.
   *
   * @throws IllegalStateException if this platform's natives are not on the class path
   * @throws UncheckedIOException if the cache folder cannot be written
   */
  public static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      extract();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot unpack the native libraries to "
              + cacheFolder()
              + " (about 700 MB): "
              + e.getMessage(),
          e);
    }
    Loader.load(org.bytedeco.pytorch.global.torch.class);
    keepOpenBlasToOneThread();
    // OpenCV reads it while it is loaded; what is wrong with an image our own errors say.
    org.bytedeco.pytorch.global.torch.set_env("OPENCV_LOG_LEVEL", "SILENT", false);
    Loader.load(org.bytedeco.opencv.global.opencv_core.class);
    Loader.load(org.bytedeco.opencv.global.opencv_imgproc.class);
    Loader.load(org.bytedeco.opencv.global.opencv_imgcodecs.class);
    Loader.load(org.bytedeco.opencv.global.opencv_img_hash.class);
    loaded = true;
  }

  /**
   * libtorch computes small convolutions of one float32 image by OpenBLAS. Its threads and
   * libgomp's then wait for each other, a tick of the kernel at a time: 150 ms for an image through
   * ResNet-20, 3 with one thread. What is large libtorch computes by oneDNN.
   */
  private static void keepOpenBlasToOneThread() {
    if (System.getenv("OPENBLAS_NUM_THREADS") == null) {
      openblas_full.openblas_set_num_threads(1);
    }
  }

  /** Where JavaCPP keeps unpacked libraries: {@code -Dorg.bytedeco.javacpp.cachedir}. */
  public static Path cacheFolder() {
    try {
      return Loader.getCacheDir().toPath();
    } catch (IOException e) {
      throw new UncheckedIOException("JavaCPP finds no folder to unpack libraries to", e);
    }
  }

  /** Two first commands at once take turns, so neither loads what the other is still writing. */
  private static void extract() throws IOException {
    Path folder = cacheFolder();
    Files.createDirectories(folder);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("convnet4j.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      for (String name : PACKAGES) {
        extract(name);
      }
    }
  }

  /**
   * File by file: asked for a whole folder, JavaCPP writes it again each time, over libraries that
   * another process is running.
   */
  private static void extract(String name) throws IOException {
    String folder = "org/bytedeco/" + name + "/" + Loader.getPlatform() + "/";
    URL url = Natives.class.getResource("/" + folder);
    if (url == null || !(url.openConnection() instanceof JarURLConnection connection)) {
      throw new IllegalStateException(
          "no native libraries of "
              + name
              + " for "
              + Loader.getPlatform()
              + " on the class path: build on this platform, or add its natives");
    }
    List<String> libraries =
        connection.getJarFile().stream()
            .map(ZipEntry::getName)
            .filter(entry -> entry.startsWith(folder) && LIBRARY.matcher(entry).find())
            .toList();
    for (String library : libraries) {
      Loader.cacheResource("/" + library);
    }
  }
}
