package io.gannet.bench.micro;

import java.util.SplittableRandom;

/** Requests as a client writes them, for keys that {@link Items} has. */
final class Requests {
  private static final int SEED = 7;

  private Requests() {}

  /** {@code count} requests of a kind, one behind the other. */
  static String batch(String kind, int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    StringBuilder text = new StringBuilder(kind.equals("gets-of-many") ? "gets" : "");
    for (int i = 0; i < count; i++) {
      text.append(one(kind, Items.keyText(random.nextInt(Items.IN_CACHE))));
    }
    return text.append(kind.equals("gets-of-many") ? "\r\n" : "").toString();
  }

  private static String one(String kind, String key) {
    return switch (kind) {
      case "get" -> "get " + key + "\r\n";
      case "mg" -> "mg " + key + " k v\r\n";
      case "gets-of-many" -> " " + key;
      case "delete" -> "delete " + key + "\r\n";
      case "set" ->
          "set " + key + " 0 0 " + Items.VALUE_BYTES + "\r\n" + "v".repeat(Items.VALUE_BYTES)
              + "\r\n";
      default -> throw new IllegalArgumentException("no such kind of request: " + kind);
    };
  }
}
