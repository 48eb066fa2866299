/** Executes a {@link convnet4j.recipe.Recipe}: one loop, to be read in one sitting. */
package convnet4j.train;
