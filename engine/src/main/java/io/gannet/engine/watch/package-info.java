/**
 * What watchers are told: events that a worker writes into a ring while somebody watches, the lines
 * that are made of them, in memcached's format, and how lines come to the conversation that has
 * asked for them. Bytes over memory that is given: no thread, no protocol, and nothing of what is
 * done.
 */
package io.gannet.engine.watch;
