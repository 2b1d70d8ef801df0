/**
 * A heap of equal blocks behind an index, as the segment store and the slab store have it: how a
 * region is divided, the blocks' headers, and lists of blocks through these. What lies in a block,
 * and when it is taken back, is not known here.
 */
package io.gannet.engine.block;
