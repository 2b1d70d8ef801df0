package io.gannet.engine.watch;

import io.gannet.engine.mail.MailRing;

/**
 * How an event lies in the ring between a worker and who makes lines of it. All have one form, of
 * which each kind uses a part; what follows it is a key, or the address of a client.
 *
 * <pre>
 *  0     8      16     20    24    28    32       33        34       36     40
 * +-----+------+------+-----+-----+-----+--------+---------+--------+------+-------+ -
 * | gid | time | size | ttl | age | cfd | status | command | length | kind | bytes |
 * +-----+------+------+-----+-----+-----+--------+---------+--------+------+-------+ -
 * </pre>
 */
final class WatchLayout {
  /** Messages: what is told. Each number is of one stream. */
  static final int FETCH = 1;

  static final int STORE = 2;
  static final int EVICTION = 3;
  static final int DELETION = 4;
  static final int CONNECTED = 5;
  static final int CLOSED = 6;

  static final int GID = 0;
  static final int TIME = 8;
  static final int SIZE = 16;
  static final int TTL = 20;
  static final int AGE = 24;
  static final int CFD = 28;
  static final int STATUS = 32;
  static final int COMMAND = 33;
  static final int LENGTH = 34;
  static final int KIND = 36;
  static final int HEAD_BYTES = 40;

  /** The longest key, or address. */
  static final int TEXT_BYTES_MAX = 250;

  static final int BYTES_MAX = HEAD_BYTES + TEXT_BYTES_MAX;

  /** The least capacity of a ring. */
  static final int RING_BYTES_MIN = 4096;

  static {
    assert LENGTH + Short.BYTES == KIND && KIND + Integer.BYTES == HEAD_BYTES;
    assert BYTES_MAX <= MailRing.payloadBytesMax(RING_BYTES_MIN);
  }

  private WatchLayout() {}

  /** The stream that an event is of. */
  static WatchStream stream(int event) {
    return switch (event) {
      case FETCH -> WatchStream.FETCHERS;
      case STORE -> WatchStream.MUTATIONS;
      case EVICTION -> WatchStream.EVICTIONS;
      case DELETION -> WatchStream.DELETIONS;
      case CONNECTED, CLOSED -> WatchStream.CONNEVENTS;
      default -> throw new AssertionError("no event: " + event);
    };
  }
}
