package convnet4j.data;

/** What one part of an {@link Augmentation}'s text says. */
sealed interface Change permits Transform, BatchTransform {}
