package io.gannet.engine.process.shard;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.process.kv.KeyOwners;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Shards by the highest of as many hashes as there are servers, of {@code NAME-KEY}: pymemcache's
 * way, with MurmurHash3 of 32 bits.
 */
final class Rendezvous implements KeyOwners {
  private static final int C1 = 0xcc9e_2d51;
  private static final int C2 = 0x1b87_3593;
  private static final int BODY_MIX = 0xe654_6b64;
  private static final int END_MIX_1 = 0x85eb_ca6b;
  private static final int END_MIX_2 = 0xc2b2_ae35;

  private final byte[][] texts;
  private final int[] keysBegin;

  /** @param names the servers as clients name them, by the numbers of their shards */
  Rendezvous(List<String> names) {
    texts = new byte[names.size()][];
    keysBegin = new int[names.size()];
    for (int shard = 0; shard < texts.length; shard++) {
      byte[] prefix = (names.get(shard) + "-").getBytes(US_ASCII);
      texts[shard] = new byte[prefix.length + Store.KEY_LENGTH_MAX];
      System.arraycopy(prefix, 0, texts[shard], 0, prefix.length);
      keysBegin[shard] = prefix.length;
    }
  }

  @Override
  public int owner(Key key) {
    int winner = 0;
    long highest = -1;
    for (int shard = 0; shard < texts.length; shard++) {
      byte[] text = texts[shard];
      int begin = keysBegin[shard];
      MemorySegment.copy(
          key.memory, ValueLayout.JAVA_BYTE, key.offset, text, begin, key.length);
      long score = Integer.toUnsignedLong(murmur3(text, begin + key.length));
      if (score > highest) {
        winner = shard;
        highest = score;
      }
    }
    return winner;
  }

  /** Of the first bytes of a text, with seed 0. */
  static int murmur3(byte[] text, int length) {
    int hash = 0;
    int at = 0;
    for (; at + Integer.BYTES <= length; at += Integer.BYTES) {
      hash = Integer.rotateLeft(hash ^ mixed(word(text, at, Integer.BYTES)), 13) * 5 + BODY_MIX;
    }
    hash ^= mixed(word(text, at, length - at)) ^ length;
    hash = (hash ^ hash >>> 16) * END_MIX_1;
    hash = (hash ^ hash >>> 13) * END_MIX_2;
    return hash ^ hash >>> 16;
  }

  /** 0 of no bytes. */
  private static int mixed(int word) {
    return Integer.rotateLeft(word * C1, 15) * C2;
  }

  private static int word(byte[] text, int at, int bytes) {
    int word = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      word = word << Byte.SIZE | text[at + i] & 0xff;
    }
    return word;
  }
}
