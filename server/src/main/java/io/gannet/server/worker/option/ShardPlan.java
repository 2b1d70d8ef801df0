package io.gannet.server.worker.option;

import io.gannet.engine.watch.WatchLog;
import io.gannet.ffi.memory.Policy;
import java.util.List;

/**
 * What a worker needs to make its shard.
 *
 * @param factory lays the shard out
 * @param memoryBytes what it is given, 0 for none
 * @param pages which pages are wanted for it
 * @param populate when it becomes resident
 * @param peers what it has in common with other workers
 * @param logging where it logs requests
 * @param watchLogs where watchers learn what it does, one of each worker; none if there are none
 */
public record ShardPlan(
    Shard.Factory factory,
    long memoryBytes,
    Policy pages,
    Populate populate,
    Peers peers,
    Logging logging,
    List<WatchLog> watchLogs) {
  /** For a worker that has no peers, logs nothing, and is not watched. */
  public ShardPlan(Shard.Factory factory, long memoryBytes, Policy pages, Populate populate) {
    this(factory, memoryBytes, pages, populate, Peers.none(), Logging.NONE, List.of());
  }
}
