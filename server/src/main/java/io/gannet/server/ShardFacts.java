package io.gannet.server;

import io.gannet.engine.metrics.MetricGroup;
import io.gannet.server.listener.ShardMap;

/** The map of shards, as {@code stats shards} tells it. */
final class ShardFacts extends MetricGroup {
  static final String SECTION = "shards";

  ShardFacts(ShardMap map) {
    super(SECTION, null);
    fact("ownership_hash", map.hash().text(), "By what the shard of a key is found.");
    fact("shards", Integer.toString(map.workers()), "Shards, a worker each.");
    for (int shard = 0; shard < map.nodes().size(); shard++) {
      fact("shard_" + shard, map.nodes().get(shard).name(), "Where a shard is reached.");
    }
  }
}
