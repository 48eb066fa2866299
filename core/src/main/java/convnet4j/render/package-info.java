/** What people and programs read about networks: text tables and the values behind JSON. */
package convnet4j.render;
