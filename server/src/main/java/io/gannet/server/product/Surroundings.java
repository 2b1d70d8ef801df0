package io.gannet.server.product;

import io.gannet.engine.metrics.Telling;
import io.gannet.engine.process.memcache.Walks;
import io.gannet.engine.process.memcache.Watches;
import java.util.concurrent.CompletableFuture;

/**
 * What the shards of a product are told of their server, and may ask of it.
 *
 * @param telling what the server tells; complete before the first client
 * @param shutdown what a client's {@code shutdown} does
 * @param walks has the stores of all shards walked
 * @param watches lets clients watch
 * @param cluster the map of shards, as clients read it who look for servers; "" for none
 */
public record Surroundings(
    CompletableFuture<Telling> telling, Runnable shutdown, Walks walks, Watches watches,
    String cluster) {
  /** Of shards that are no server's: nothing is told, and nothing can be asked. */
  public static Surroundings none() {
    return new Surroundings(new CompletableFuture<>(), () -> {}, (asker, origin) -> null,
        (asker, origin, streams) -> null, "");
  }
}
