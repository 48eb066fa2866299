package convnet4j.data;

import convnet4j.io.ProgressListener;
import java.util.ArrayList;
import java.util.List;

/** Remembers what it was told. */
final class Notes implements ProgressListener {
  final List<String> lines = new ArrayList<>();

  @Override
  public void progress(String what, long done, long total) {}

  @Override
  public void note(String line) {
    lines.add(line);
  }
}
