/**
 * memcached's text protocol joined to a store: what each verb does. Bytes are read and written by
 * the protocol's room, items are laid out by the store's; neither descriptor nor thread enters.
 */
package io.gannet.engine.process.memcache;
