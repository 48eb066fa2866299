/** Pages about trainings, made from what lies in their folders. */
package convnet4j.report;
