/**
 * A worker as others know it: the thread that runs its turns, started, posted to, asked and
 * stopped, and who is connected, seen from outside. Whoever calls may wait here; the turn never
 * does.
 */
package io.gannet.server.worker;
