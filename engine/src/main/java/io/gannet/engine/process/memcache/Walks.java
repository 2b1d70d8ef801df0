package io.gannet.engine.process.memcache;

import io.gannet.engine.store.Walk;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Walks over the stores of all shards of a server, for a client that asks for one by name. They are
 * carried out by others, between the requests of everybody. Any worker's thread.
 */
public interface Walks {
  /**
   * Begins one. The worker is told when it is over, and lets the conversation go on.
   *
   * @param asker the shard that asks
   * @param origin the conversation there
   * @return what was found, a walk for each shard in their order, once it is; null if there is one
   *     under way, of whomever: there is no other beside it
   */
  CompletableFuture<List<Walk>> begin(int asker, long origin);
}
