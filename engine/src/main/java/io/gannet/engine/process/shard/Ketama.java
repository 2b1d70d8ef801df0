package io.gannet.engine.process.shard;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.process.kv.KeyOwners;
import io.gannet.engine.store.Key;
import java.util.Arrays;
import java.util.List;

/**
 * Shards by Ketama's circle, as libmemcached, twemproxy and spymemcached lay it out: 160 points for
 * each server, four from each MD5 digest of {@code NAME-0} to {@code NAME-39}; a key belongs to the
 * first point that is not before its hash.
 */
final class Ketama implements KeyOwners {
  private static final int DIGESTS = 40;
  private static final int POINTS_PER_DIGEST = 4;
  private static final long UNSIGNED = 0xffff_ffffL;

  private final KeyHash hash;

  /** The points in rising order, each with its shard in the low half. */
  private final long[] circle;

  /** @param names the servers as clients name them, by the numbers of their shards */
  Ketama(KeyHash hash, List<String> names) {
    this.hash = hash;
    this.circle = new long[names.size() * DIGESTS * POINTS_PER_DIGEST];
    Md5 md5 = new Md5();
    int next = 0;
    for (int shard = 0; shard < names.size(); shard++) {
      for (int i = 0; i < DIGESTS; i++) {
        byte[] text = (names.get(shard) + "-" + i).getBytes(US_ASCII);
        for (int part = 0; part < POINTS_PER_DIGEST; part++) {
          circle[next++] = at(md5.hash(text, text.length, part)) | shard;
        }
      }
    }
    Arrays.sort(circle);
  }

  /** Less than what any shard's point there is, and more than any that is before. */
  private static long at(int point) {
    return (point & UNSIGNED) << Integer.SIZE - 1; // and no sign
  }

  @Override
  public int owner(Key key) {
    long sought = at(hash.hash(key));
    int from = 0;
    int to = circle.length;
    while (from < to) {
      int middle = from + to >>> 1;
      if (circle[middle] < sought) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return (int) circle[from == circle.length ? 0 : from] & Integer.MAX_VALUE;
  }
}
