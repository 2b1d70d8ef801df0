/**
 * A heap of equal blocks behind an index, as the segment store and the slab store have it: how a
 * region is divided, the blocks' headers, lists of blocks through these, and how an item that is
 * larger than a block comes to have several in a row. What lies in a block, and when it is taken
 * back, is not known here.
 */
package io.gannet.engine.block;
