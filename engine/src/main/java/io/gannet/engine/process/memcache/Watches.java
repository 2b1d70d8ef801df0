package io.gannet.engine.process.memcache;

import io.gannet.engine.watch.WatchFeed;
import java.util.concurrent.CompletableFuture;

/** Those who are told what happens on all workers of a server. Any worker's thread. */
public interface Watches {
  /**
   * Lets one more watch. Its worker is told when there is something to be told, and when there can
   * be: what any client asks for from then on is.
   *
   * @param asker the shard that asks
   * @param origin the conversation there
   * @param streams what it wants, a bit each: {@link io.gannet.engine.watch.WatchStream}
   * @return where its lines come from, once there are some, exceptionally if there can be none for
   *     want of memory; null if as many watch as may
   */
  CompletableFuture<WatchFeed> begin(int asker, long origin, int streams);
}
