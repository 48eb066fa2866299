/** The command line, one class per command: parse, call, print. */
package convnet4j.cli;
