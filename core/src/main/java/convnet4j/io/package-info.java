/** Files: written whole, read from archives, downloaded, unpickled without running code. */
package convnet4j.io;
