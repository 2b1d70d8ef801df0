package io.gannet.bench.ratio;

import java.util.Arrays;

/**
 * Queues of keys by their numbers; a key is in one of them or in none. Each is a ring of links
 * through a head that is no key, so that nothing is hashed and nothing allocated.
 */
final class Queues {
  private static final int NOWHERE = -1;

  private final int keys;
  private final int[] older;
  private final int[] newer;
  private final byte[] queueOf;

  Queues(int keys, int queues) {
    this.keys = keys;
    this.older = new int[keys + queues];
    this.newer = new int[keys + queues];
    this.queueOf = new byte[keys];
    Arrays.fill(queueOf, (byte) NOWHERE);
    for (int queue = 0; queue < queues; queue++) {
      older[keys + queue] = keys + queue;
      newer[keys + queue] = keys + queue;
    }
  }

  boolean holds(int queue, int key) {
    return queueOf[key] == queue;
  }

  boolean isEmpty(int queue) {
    return newer[keys + queue] == keys + queue;
  }

  /** The key that is in it for the longest; it is not empty. */
  int oldest(int queue) {
    return newer[keys + queue];
  }

  /** The key was in none. */
  void add(int queue, int key) {
    int head = keys + queue; // older than the oldest and newer than the newest
    int newest = older[head];
    older[key] = newest;
    newer[key] = head;
    newer[newest] = key;
    older[head] = key;
    queueOf[key] = (byte) queue;
  }

  /** The key was in one. */
  void remove(int key) {
    newer[older[key]] = newer[key];
    older[newer[key]] = older[key];
    queueOf[key] = NOWHERE;
  }
}
