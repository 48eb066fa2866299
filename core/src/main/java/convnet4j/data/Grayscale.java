package convnet4j.data;

/**
 * Takes the colour out of an image: 0.299 R + 0.587 G + 0.114 B in all three channels. Always; wrap
 * it in {@link Sometimes}.
 */
public record Grayscale() implements Transform {}
