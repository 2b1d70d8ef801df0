/**
 * Hashing of keys where they lie. What is done with a hash (buckets, slots, shards) is not known
 * here.
 */
package io.gannet.engine.hash;
