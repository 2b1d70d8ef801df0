package io.gannet.server.wire;

/** Values that take several slabs. */
class TwemcacheLargeItemWireTest extends LargeItemConversations {
  TwemcacheLargeItemWireTest() {
    super("twemcache", "slabs_pinned", "slabs_aside");
  }
}
