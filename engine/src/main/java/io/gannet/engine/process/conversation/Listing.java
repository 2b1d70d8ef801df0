package io.gannet.engine.process.conversation;

import io.gannet.engine.store.Listed;

/** How far a conversation has come that lists what is stored: shard by shard, page by page. */
final class Listing {
  /** How many shards are still to be listed, this one included; 0 if nothing is listed. */
  private int shardsLeft;

  /** Whose items are listed now. */
  int shard;

  /** From where on. */
  long place;

  /** The ring to that shard was full. */
  boolean isCrowded;

  /** Begins with a shard, and goes on to so many. */
  void begin(int shard, int shards) {
    assert !isUnderWay();
    this.shard = shard;
    this.place = 0;
    this.shardsLeft = shards;
  }

  /** True if there is more to be listed. */
  boolean isUnderWay() {
    return shardsLeft > 0;
  }

  /** A page was told. */
  void goOn(long next, int shards) {
    place = next;
    if (next == Listed.END) {
      place = 0;
      shard = (shard + 1) % shards;
      shardsLeft--;
    }
  }

  /** Nothing more is to be told. */
  void end() {
    shardsLeft = 0;
    isCrowded = false;
  }
}
