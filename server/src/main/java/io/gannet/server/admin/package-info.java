/**
 * The server seen from outside, over HTTP on a port of its own. It reads what others publish, and
 * nothing of the data plane's own enters.
 */
package io.gannet.server.admin;
