/**
 * The networks: one class per family, each a table and a function, and {@link convnet4j.zoo.Zoo},
 * which knows their names and checks their options.
 */
package convnet4j.zoo;
