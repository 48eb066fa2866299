/**
 * Tells other programs how a training goes: TensorBoard by its event files, MLflow by its server.
 * Neither may stop or slow the training that it watches.
 */
package convnet4j.track;
