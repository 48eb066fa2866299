/**
 * What is measured of a classifier's answers, and what may be concluded from it. Plain arithmetic;
 * nothing here runs a network.
 */
package convnet4j.stats;
