package io.gannet.server.admin;

import io.gannet.server.listener.ShardMap;

/** The map of shards: whose a key is, and where each shard is reached. */
final class ShardsPage {
  private ShardsPage() {}

  static Page of(AdminView view) {
    ShardMap map = view.shards();
    return JsonPage.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("hash", map.hash().text());
          json.writeNumberField("version", map.version());
          json.writeNumberField("shards", map.workers());
          json.writeArrayFieldStart("nodes");
          for (int shard = 0; shard < map.nodes().size(); shard++) {
            ShardMap.Node node = map.nodes().get(shard);
            json.writeStartObject();
            json.writeNumberField("shard", shard);
            json.writeStringField("host", node.host());
            json.writeStringField("address", node.address());
            json.writeNumberField("port", node.port());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
