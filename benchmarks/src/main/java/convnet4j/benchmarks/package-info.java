/** Speed and memory of training, side by side with other systems. See the README beside it. */
package convnet4j.benchmarks;
