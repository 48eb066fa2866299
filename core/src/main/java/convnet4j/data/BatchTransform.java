package convnet4j.data;

/** A random change of a batch and its labels in training; {@code train} carries it out. */
public sealed interface BatchTransform extends Change permits Mixup, CutMix {}
