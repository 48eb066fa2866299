/** What a network costs, counted from its {@link convnet4j.net.Graph} without running it. */
package convnet4j.cost;
