/**
 * A server to be measured as its clients reach it, over TCP or a Unix socket: what is said of its
 * address, and a plain connection to it. The load has connections of its own.
 */
package io.gannet.bench.peer;
