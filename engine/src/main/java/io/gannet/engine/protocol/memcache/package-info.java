/**
 * memcached's text protocol: bytes to {@code Request}s, replies to bytes, as memcached 1.6 has it.
 * What a request does is not known here, and no store enters.
 */
package io.gannet.engine.protocol.memcache;
