/** What is measured of a classifier's answers. Plain arithmetic; nothing here runs a network. */
package convnet4j.stats;
