/**
 * Architectures as the papers draw them. A {@link convnet4j.net.Graph} is read into blocks, blocks
 * are laid out as pictures, and pictures are written as SVG.
 */
package convnet4j.render.diagram;
