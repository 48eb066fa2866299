/**
 * Curves on a page: readable without a script, with values under the pointer where there is one.
 */
package convnet4j.render.plot;
