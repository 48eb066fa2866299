/** What people and programs read: text tables, pictures, and the values behind JSON. */
package convnet4j.render;
