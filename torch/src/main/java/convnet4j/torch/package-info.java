/**
 * The engine room: loads libtorch and runs a {@link convnet4j.net.Graph} on it. Native memory is
 * owned explicitly: whatever a step or a request makes dies with the scope it was made in.
 */
package convnet4j.torch;
