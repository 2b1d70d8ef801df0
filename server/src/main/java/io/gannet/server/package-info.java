/** A server as a whole: what a product and a configuration become when they run. */
package io.gannet.server;
