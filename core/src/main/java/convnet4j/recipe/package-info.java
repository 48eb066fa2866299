/**
 * A training run as data: what is to be done ({@link convnet4j.recipe.Recipe}), what happens while
 * it is done ({@link convnet4j.recipe.TrainEvent}) and what came of it ({@link
 * convnet4j.recipe.RunResult}). Nothing here trains.
 */
package convnet4j.recipe;
