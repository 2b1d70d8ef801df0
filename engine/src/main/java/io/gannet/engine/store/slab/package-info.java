/**
 * The slab store: memory is cut into slabs, each slab into items of one size; items move only when
 * their slab is emptied, and room is made a whole slab at a time. It knows no protocol and no other
 * engine, owns no memory, no thread and no clock. {@code engine/docs} says why it is as it is.
 */
package io.gannet.engine.store.slab;
