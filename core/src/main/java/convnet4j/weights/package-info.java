/**
 * Named tensors in files and in memory: safetensors, what a checkpoint says about its network, and
 * rewrites of a network together with its weights.
 */
package convnet4j.weights;
