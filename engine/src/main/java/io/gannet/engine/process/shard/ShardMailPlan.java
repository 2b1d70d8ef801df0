package io.gannet.engine.process.shard;

/**
 * How much crosses between workers, and who may hold how much of it; the same for all of them.
 *
 * @param workers how many there are
 * @param ringBytes the capacity of each ring, a power of two
 * @param turnMessages how many messages a worker takes in a turn
 * @param copiedBytesMax longer values are sent from where they lie
 * @param waitSecMax for how long a command waits for memory at its owner's
 */
public record ShardMailPlan(
    int workers, int ringBytes, int turnMessages, int copiedBytesMax, int waitSecMax) {}
