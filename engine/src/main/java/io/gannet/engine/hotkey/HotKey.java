package io.gannet.engine.hotkey;

import java.util.Arrays;

/** What was read of a key that is asked for often: reused, as it is read each second. */
final class HotKey {
  final byte[] key = new byte[HotKeys.KEY_BYTES_MAX];
  int length;
  long hash;

  /** How often it was counted lately, at most. */
  long count;

  /** By how much that may be too much. */
  long error;

  boolean isSame(HotKey other) {
    return hash == other.hash && Arrays.equals(key, 0, length, other.key, 0, other.length);
  }

  /** Takes in what another worker has counted of the same key. */
  void add(HotKey other) {
    count += other.count;
    error += other.error;
  }

  /** How often it was counted for certain. */
  long certain() {
    return count - error;
  }
}
