/** What happens in each layer of a network, and why it answers as it does. */
package convnet4j.explain;
