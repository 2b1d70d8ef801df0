package io.gannet.server.product;

import io.gannet.server.worker.warm.WarmUp;
import java.util.ArrayList;
import java.util.List;

/**
 * What a memcached product is warmed up with: the requests that clients send most, cut and whole.
 */
final class MemcacheWarmUp {
  private static final int KEYS = 8;
  private static final int DEPTH = 32;
  private static final String VALUE = "x".repeat(64);
  private static final String LARGE_VALUE = "y".repeat(5000);

  /** With its key and any header. */
  private static final int LARGE_ITEM_BYTES = 5200;

  private MemcacheWarmUp() {}

  /**
   * For a storage whose items lie in blocks: segments or slabs.
   *
   * @param blockBytes 0 if blocks are sized to the memory: then the large value fits
   */
  static List<WarmUp.Exchange> inBlocks(int blockBytes, int itemBytesMax) {
    List<WarmUp.Exchange> all = small(VALUE);
    boolean fits = blockBytes == 0 || blockBytes >= LARGE_ITEM_BYTES;
    if (fits && itemBytesMax >= LARGE_ITEM_BYTES) {
      all.add(set("large", LARGE_VALUE));
      all.add(get("large", LARGE_VALUE));
    }
    return all;
  }

  /**
   * For any storage whose items have room for a key of 12 bytes and the value. Single requests and
   * pipelines in turn: few enough to come round often in the time given.
   */
  static List<WarmUp.Exchange> small(String value) {
    List<WarmUp.Exchange> all = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      all.add(set(key(i), value));
      all.add(get(key(i), value));
      all.add(get(key(i), value).times(DEPTH));
      all.add(set(key(i), value).times(DEPTH));
    }
    all.add(WarmUp.exchange("get absent:1\r\n", "END\r\n").times(DEPTH));
    all.add(WarmUp.exchange("delete absent:1\r\n", "NOT_FOUND\r\n"));
    all.add(WarmUp.exchange("set n 0 0 1\r\n0\r\nincr n 1\r\n", "STORED\r\n1\r\n"));
    return all;
  }

  private static String key(int i) {
    return "warm-up:%04d".formatted(i);
  }

  private static WarmUp.Exchange set(String key, String value) {
    return WarmUp.exchange(
        "set " + key + " 0 0 " + value.length() + "\r\n" + value + "\r\n", "STORED\r\n");
  }

  private static WarmUp.Exchange get(String key, String value) {
    return WarmUp.exchange(
        "get " + key + "\r\n",
        "VALUE " + key + " 0 " + value.length() + "\r\n" + value + "\r\nEND\r\n");
  }
}
