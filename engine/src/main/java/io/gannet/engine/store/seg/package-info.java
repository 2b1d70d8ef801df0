/**
 * The segment store: items are appended to segments that hold items of about the same deadline, and
 * memory is taken back a segment at a time. It knows no protocol and no other engine, owns no
 * memory, no thread and no clock. {@code engine/docs} says why it is as it is.
 */
package io.gannet.engine.store.seg;
