/**
 * memcached's protocols joined to a keyspace: which command each verb and each opcode is, and in
 * which words or packets its outcome is said. Bytes are read and written by the protocols' rooms,
 * what commands do is that of {@code process.kv}; neither descriptor nor thread enters.
 */
package io.gannet.engine.process.memcache;
