package io.gannet.server.product;

import io.gannet.server.worker.warm.WarmUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a memcached product is warmed up with: the requests that clients send most, alone, in
 * pipelines of one kind, and mixed as clients mix them. Branches that only a mixture takes would
 * else be compiled anew for the first client: what a pipeline of one kind never does, C2 takes for
 * impossible.
 */
final class MemcacheWarmUp {
  private static final int KEYS = 8;
  private static final int DEPTH = 32;

  /** More than what is carried out of one of sixteen connections at once. */
  private static final int DEEPER = 160;

  /** Mixtures are always the same ones; with their keys the index's buckets are of all kinds. */
  private static final int MIXTURES = 48;

  private static final int SEED = 1;

  /** One set in so many requests, and one get of what is not there. */
  private static final int SETS_ONE_IN = 8;

  private static final int MISSES_ONE_IN = 16;

  /** And so often something new is stored, where it was before: nobody reads that. */
  private static final int NEW_ONE_IN = 6;

  private static final int KEY_BYTES_MIN = 12;

  /** Where room is sure: hashing and comparing take other ways beyond each 16 bytes. */
  private static final int KEY_BYTES_MAX = 44;

  private static final String VALUE = "x".repeat(64);
  private static final String LARGE_VALUE = "y".repeat(5000);

  /** With its key and any header. */
  private static final int LARGE_ITEM_BYTES = 5200;

  private MemcacheWarmUp() {}

  /**
   * For segments. Of given ones there may be so few in little memory that what is stored is soon
   * evicted.
   *
   * @param blockBytes 0 if they are sized to the memory: then the large value fits
   */
  static List<WarmUp.Exchange> inSegments(int blockBytes, int itemBytesMax) {
    List<WarmUp.Exchange> small =
        blockBytes == 0 ? small(VALUE, KEY_BYTES_MAX) : ofOneKey(VALUE);
    return withLarge(small, blockBytes, itemBytesMax);
  }

  /** For slabs, of which those of one class go for those of another where there are few. */
  static List<WarmUp.Exchange> inSlabs(int blockBytes, int itemBytesMax) {
    return withLarge(ofOneKey(VALUE), blockBytes, itemBytesMax);
  }

  private static List<WarmUp.Exchange> withLarge(
      List<WarmUp.Exchange> all, int blockBytes, int itemBytesMax) {
    boolean fits = blockBytes == 0 || blockBytes >= LARGE_ITEM_BYTES;
    if (fits && itemBytesMax >= LARGE_ITEM_BYTES) {
      all.add(set("large", LARGE_VALUE));
      all.add(get("large", LARGE_VALUE));
    }
    return all;
  }

  /**
   * For a storage in which any two keys may be each other's end, so that a get is sure of one alone
   * that there is.
   */
  static List<WarmUp.Exchange> ofOneKey(String value) {
    List<WarmUp.Exchange> all = of(key(0), value);
    all.addAll(others(value));
    return all;
  }

  /**
   * For any other whose items have room for a key of 12 bytes and the value. Single requests and
   * pipelines in turn: few enough to come round often in the time given.
   */
  static List<WarmUp.Exchange> small(String value) {
    return small(value, KEY_BYTES_MIN);
  }

  private static List<WarmUp.Exchange> of(String key, String value) {
    return new ArrayList<>(
        List.of(
            set(key, value),
            get(key, value),
            get(key, value).times(DEPTH),
            set(key, value).times(DEPTH)));
  }

  private static List<WarmUp.Exchange> others(String value) {
    return List.of(
        get(key(0), value).times(DEEPER),
        WarmUp.exchange("get absent:1\r\n", "END\r\n").times(DEPTH),
        WarmUp.exchange("delete absent:1\r\n", "NOT_FOUND\r\n"));
  }

  private static List<WarmUp.Exchange> small(String value, int keyBytesMax) {
    List<WarmUp.Exchange> all = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      all.addAll(of(key(i), value));
    }
    all.addAll(others(value));
    all.add(WarmUp.exchange("set n 0 0 1\r\n0\r\nincr n 1\r\n", "STORED\r\n1\r\n"));
    Random random = new Random(SEED);
    for (int i = 0; i < MIXTURES; i++) {
      all.add(mixture(random, i, value, keyBytesMax));
    }
    return all;
  }

  /** Sets, and gets of what was set before in the same pipeline: nothing else may be relied on. */
  private static WarmUp.Exchange mixture(
      Random random, int number, String value, int keyBytesMax) {
    List<String> stored = new ArrayList<>();
    List<WarmUp.Exchange> requests = new ArrayList<>();
    for (int i = 1 + random.nextInt(DEPTH); i > 0; i--) {
      if (random.nextInt(NEW_ONE_IN) == 0) {
        String key = longer(key(number * DEPTH + i), random, keyBytesMax);
        requests.add(WarmUp.exchange("delete " + key + " noreply\r\n", ""));
        requests.add(set(key, value));
      } else if (stored.isEmpty() || random.nextInt(SETS_ONE_IN) == 0) {
        stored.add(longer(key(number * DEPTH + i), random, keyBytesMax));
        requests.add(set(stored.getLast(), value));
      } else if (random.nextInt(MISSES_ONE_IN) == 0) {
        String key = longer("absent", random, KEY_BYTES_MIN);
        requests.add(WarmUp.exchange("get " + key + "\r\n", "END\r\n"));
      } else {
        requests.add(get(stored.get(random.nextInt(stored.size())), value));
      }
    }
    return WarmUp.Exchange.of(requests);
  }

  private static String longer(String key, Random random, int bytesMax) {
    return key + "-".repeat(random.nextInt(bytesMax - key.length() + 1));
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
