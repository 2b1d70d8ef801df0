/**
 * Hashing of keys where they lie, and the table that finds by a hash. What a slot of it means, and
 * which shard a hash belongs to, is not known here.
 */
package io.gannet.engine.hash;
