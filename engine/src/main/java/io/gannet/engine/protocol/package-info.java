/**
 * Protocols: bytes to requests, replies to bytes, each in a room of its own below this one. No
 * protocol knows a store, and none knows another.
 */
package io.gannet.engine.protocol;
