/**
 * The operators' log: what somebody should know of who did not ask, one line an event. Nothing of
 * it is written by a worker; the command log is another room's.
 */
package io.gannet.server.log;
