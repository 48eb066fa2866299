/** Errors that are the user's to mend. Every package may use it. */
package convnet4j.errors;
