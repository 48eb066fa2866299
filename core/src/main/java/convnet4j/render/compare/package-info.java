/** Networks side by side: what each costs, as text, JSON and a page. */
package convnet4j.render.compare;
