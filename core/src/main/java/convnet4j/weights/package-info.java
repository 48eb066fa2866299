/**
 * Named tensors in files and in memory: safetensors and PyTorch's formats, the dialects that others
 * name parameters in, what a checkpoint says about its network, and rewrites of a network together
 * with its weights.
 */
package convnet4j.weights;
