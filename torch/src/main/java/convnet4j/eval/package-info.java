/** What a trained network is worth, and what it says: accuracy, predictions, {@code Classifier}. */
package convnet4j.eval;
