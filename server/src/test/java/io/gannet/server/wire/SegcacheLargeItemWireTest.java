package io.gannet.server.wire;

/** Values that take several segments. */
class SegcacheLargeItemWireTest extends LargeItemConversations {
  SegcacheLargeItemWireTest() {
    super("segcache", "segments_read", "segments_aside");
  }
}
