/** What came of a study: its tables, its evidence, its page. */
package convnet4j.report.study;
