package convnet4j.weights;

/**
 * The memory behind one or several tensors of a PyTorch file, as its pickle describes it.
 *
 * @param key names it within the file
 * @param type of its elements
 * @param elements how many it has
 * @param begin first element that tensors may use; above 0 in views of files from before 2018
 * @param end one past the last of them
 */
record TorchStorage(String key, TorchType type, long elements, long begin, long end) {
  TorchStorage {
    if (elements < 0 || begin < 0 || end < begin || end > elements) {
      throw new IllegalArgumentException("a view lies outside of its storage");
    }
  }

  /** The whole of what lies in the file. */
  TorchStorage root() {
    return new TorchStorage(key, type, elements, 0, elements);
  }

  /**
   * Length in the file.
   *
   * @throws ArithmeticException when no file is that long
   */
  long bytes() {
    return Math.multiplyExact(elements, (long) type.bytes());
  }
}
