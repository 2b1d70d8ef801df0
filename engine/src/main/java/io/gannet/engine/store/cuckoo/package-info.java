/**
 * The cuckoo store: one array of fixed slots that is itself the hash table, for very small items.
 * No index, no pointers; an item is in one of two buckets, and is moved to the other when that
 * makes room. It knows no protocol and no other engine, owns no memory, no thread and no clock.
 * {@code engine/docs} says why it is as it is.
 */
package io.gannet.engine.store.cuckoo;
