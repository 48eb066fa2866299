package convnet4j.data;

/** A random change of an image in training. It says what is drawn; {@code image} carries it out. */
public sealed interface Transform permits RandomCrop, HorizontalFlip {}
