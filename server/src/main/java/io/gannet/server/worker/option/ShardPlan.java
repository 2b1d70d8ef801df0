package io.gannet.server.worker.option;

import io.gannet.ffi.memory.Policy;

/**
 * What a worker needs to make its shard.
 *
 * @param factory lays the shard out
 * @param memoryBytes what it is given, 0 for none
 * @param pages which pages are wanted for it
 * @param populate when it becomes resident
 */
public record ShardPlan(
    Shard.Factory factory, long memoryBytes, Policy pages, Populate populate) {}
