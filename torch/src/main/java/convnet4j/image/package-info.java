/**
 * From images to batches: decodes and resizes on OpenCV, carries out {@link
 * convnet4j.data.Transform}s on bytes, and fills batches ahead of the training loop. What comes out
 * depends on the data, the seed, the epoch and the position of an image alone, never on threads.
 */
package convnet4j.image;
