package io.gannet.engine.process.memcache;

import io.gannet.engine.protocol.memcache.binary.Packets;
import java.io.ByteArrayOutputStream;
import java.util.Random;

/** A conversation in packets as a seed says it: good, wrong, and nearly right. */
final class RandomPackets {
  private static final int[] RETRIEVING = {0x00, 0x09, 0x0c, 0x0d};
  private static final int[] TOUCHING = {0x1c, 0x1d, 0x1e, 0x23, 0x24};
  private static final int[] STORING = {0x01, 0x02, 0x03, 0x11, 0x12, 0x13};
  private static final int[] JOINING = {0x0e, 0x0f, 0x19, 0x1a};
  private static final int[] COUNTING = {0x05, 0x06, 0x15, 0x16};
  private static final int[] ALONE = {0x0a, 0x0b, 0x20};
  private static final int NO_INITIAL = -1;

  private final Random random;
  private final boolean likeMemcached;

  /**
   * @param likeMemcached whether all is left out that is known to be answered in another way: what
   *     is dead on arrival, tokens that are guessed, and numbers that are counted while a reply
   *     still holds their item
   */
  RandomPackets(Random random, boolean likeMemcached) {
    this.random = random;
    this.likeMemcached = likeMemcached;
  }

  /**
   * So many requests and a noop. Nothing is behind one that ends the conversation where that is to
   * go as with memcached: what is not read when a socket is closed may cost replies.
   */
  byte[] bytes(int requests) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < requests; i++) {
      if (likeMemcached && random.nextInt(4 * requests) == 0) {
        bytes.writeBytes(wrong(i));
        return bytes.toByteArray();
      }
      bytes.writeBytes(request());
      if (likeMemcached) {
        bytes.writeBytes(Packets.request(0x0a, i, "")); // what was replied holds nothing then
      }
    }
    bytes.writeBytes(Packets.request(0x0a, 0x0e0d, ""));
    return bytes.toByteArray();
  }

  private byte[] request() {
    int opaque = random.nextInt();
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> Packets.request(one(RETRIEVING), opaque, key());
      case 5, 6, 7, 8, 9 -> Packets.store(
          one(STORING), opaque, token(), random.nextInt(3), exptime(), key(), value());
      case 10, 11 -> Packets.request(
          one(JOINING), opaque, token(), new byte[0], key(), value());
      case 12, 13, 14 -> Packets.count(
          one(COUNTING), opaque, token(), number(), number(),
          random.nextBoolean() ? NO_INITIAL : exptime(), key());
      case 15, 16 -> Packets.touch(one(TOUCHING), opaque, exptime(), key());
      case 17 -> Packets.request(
          random.nextBoolean() ? 0x04 : 0x14, opaque, token(), new byte[0], key(), "");
      case 18 -> Packets.request(one(ALONE), opaque, "");
      default -> rare(opaque);
    };
  }

  private byte[] rare(int opaque) {
    return switch (random.nextInt(12)) {
      case 0 -> Packets.touch(random.nextBoolean() ? 0x08 : 0x18, opaque, 0, "");
      case 1 -> Packets.request(0x08, opaque, "");
      case 2 -> Packets.request(0x21, opaque, 0, new byte[0], "PLAIN", "\0a\0b");
      case 3 -> Packets.request(0x77, opaque, 0, new byte[0], "", "");
      case 4 -> Packets.request(0x1b, opaque, 0, new byte[0], "", value());
      case 5 -> Packets.request(0x10, opaque, "nothing");
      case 6 -> likeMemcached ? Packets.request(0x0b, opaque, "") : wrong(opaque);
      default -> Packets.request(0x0a, opaque, "");
    };
  }

  /** What the conversation ends with. */
  private byte[] wrong(int opaque) {
    return switch (random.nextInt(6)) {
      case 0 -> Packets.request(random.nextBoolean() ? 0x07 : 0x17, opaque, "");
      case 1 -> Packets.all(Packets.head(one(RETRIEVING), 4, 0, 3, opaque, 0), new byte[4]);
      case 2 -> Packets.request(one(RETRIEVING), opaque, "k".repeat(251));
      case 3 -> Packets.request(one(STORING), opaque, "key");
      case 4 -> Packets.request(one(ALONE), opaque, "key");
      default -> Packets.touch(one(TOUCHING), opaque, 0, "");
    };
  }

  private int one(int[] opcodes) {
    return opcodes[random.nextInt(opcodes.length)];
  }

  private String key() {
    return switch (random.nextInt(8)) {
      case 0 -> "n";
      case 1 -> "k".repeat(250);
      case 2 -> "a b\r\n\0\u00ff";
      default -> "" + (char) ('a' + random.nextInt(4));
    };
  }

  private String value() {
    return switch (random.nextInt(10)) {
      case 0 -> "";
      case 1 -> "v".repeat(random.nextInt(1 << random.nextInt(15)));
      case 2 -> "no number";
      default -> Long.toUnsignedString(number());
    };
  }

  private long number() {
    return switch (random.nextInt(6)) {
      case 0 -> -1;
      case 1 -> 0;
      default -> random.nextInt(1 << random.nextInt(20));
    };
  }

  private long token() {
    return !likeMemcached && random.nextInt(6) == 0 ? 1 + random.nextInt(1 << 30) : 0;
  }

  private int exptime() {
    return switch (random.nextInt(6)) {
      case 0 -> 5000;
      case 1 -> 0x7000_0000;
      case 2 -> likeMemcached ? 100 : 31 * 24 * 60 * 60; // in 1970
      default -> 0;
    };
  }
}
