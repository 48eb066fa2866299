/**
 * Labelled images and what is drawn for them. {@link convnet4j.data.Datasets} finds them; a {@link
 * convnet4j.data.Split} holds them; {@link convnet4j.data.Transform}s say how training varies them,
 * by numbers from {@link convnet4j.data.Draws}.
 */
package convnet4j.data;
