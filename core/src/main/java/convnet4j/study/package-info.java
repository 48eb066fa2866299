/** Studies: grids of recipes, what has been run of them, and what is compared. */
package convnet4j.study;
