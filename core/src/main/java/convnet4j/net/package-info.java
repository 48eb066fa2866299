/**
 * A network is data: the authoring form ({@link convnet4j.net.Layer}), the resolved form ({@link
 * convnet4j.net.Graph}) and the step between them ({@link convnet4j.net.Resolver}). Nothing here
 * computes on images.
 */
package convnet4j.net;
