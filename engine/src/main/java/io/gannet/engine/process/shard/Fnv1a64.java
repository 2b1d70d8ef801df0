package io.gannet.engine.process.shard;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.gannet.engine.store.Key;

/**
 * What memcached's clients call FNV1A_64: the low half of Fowler, Noll and Vo's hash of 64 bits,
 * which is had by multiplying 32. Bytes have a sign, as they have in C on most machines.
 */
final class Fnv1a64 implements KeyHash {
  private static final int BASIS = (int) 0xcbf2_9ce4_8422_2325L;
  private static final int PRIME = (int) 0x0000_0100_0000_01b3L;

  @Override
  public int hash(Key key) {
    int hash = BASIS;
    for (int i = 0; i < key.length; i++) {
      hash = (hash ^ key.memory.get(JAVA_BYTE, key.offset + i)) * PRIME;
    }
    return hash;
  }
}
