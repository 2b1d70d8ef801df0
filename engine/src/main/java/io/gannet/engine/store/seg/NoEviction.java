package io.gannet.engine.store.seg;

/** Forgets nothing that is alive: who finds no room is refused, as by memcached's {@code -M}. */
final class NoEviction implements Eviction {
  @Override
  public int victim(int nowSec) {
    return SegmentTable.NONE;
  }
}
