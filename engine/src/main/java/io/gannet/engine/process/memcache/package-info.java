/**
 * memcached's text and meta commands joined to a keyspace: which command each verb is, and in which
 * words its outcome is said. Bytes are read and written by the protocol's room, what commands do is
 * that of {@code process.kv}; neither descriptor nor thread enters.
 */
package io.gannet.engine.process.memcache;
