package io.gannet.server.worker.option;

import io.gannet.ffi.memory.Policy;

/**
 * What a worker needs to make its shard.
 *
 * @param factory lays the shard out
 * @param memoryBytes what it is given, 0 for none
 * @param pages which pages are wanted for it
 * @param populate when it becomes resident
 * @param peers what it has in common with other workers
 * @param logging where it logs requests
 */
public record ShardPlan(
    Shard.Factory factory,
    long memoryBytes,
    Policy pages,
    Populate populate,
    Peers peers,
    Logging logging) {
  /** For a worker that has no peers, and logs nothing. */
  public ShardPlan(Shard.Factory factory, long memoryBytes, Policy pages, Populate populate) {
    this(factory, memoryBytes, pages, populate, Peers.none(), Logging.NONE);
  }
}
