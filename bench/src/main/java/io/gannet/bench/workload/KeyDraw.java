package io.gannet.bench.workload;

/** Which key comes next: 0 to the count of keys - 1. Allocates nothing. */
abstract class KeyDraw {
  abstract long next(Random64 random);

  /** This, where it keeps nothing between draws; else one for the thread alone. */
  KeyDraw forThread(int index, int count) {
    return this;
  }

  /** Every key as often as another. */
  static final class Uniform extends KeyDraw {
    private final long keys;

    Uniform(long keys) {
      this.keys = keys;
    }

    @Override
    long next(Random64 random) {
      return random.below(keys);
    }
  }

  /** One after the other, over and over; threads take turns. */
  static final class Sequential extends KeyDraw {
    private final long keys;
    private final int step;
    private long position;

    Sequential(long keys, int index, int count) {
      this.keys = keys;
      this.step = count;
      this.position = index % keys;
    }

    @Override
    long next(Random64 random) {
      long key = position;
      position += step;
      if (position >= keys) {
        position %= keys;
      }
      return key;
    }

    @Override
    KeyDraw forThread(int index, int count) {
      return new Sequential(keys, index, count);
    }
  }

  /** The first ranks get a share of their own, the others the rest; even within both. */
  static final class HotSet extends KeyDraw {
    private final Scramble scramble;
    private final long hotKeys;
    private final long coldKeys;
    private final double hotShare;

    HotSet(Scramble scramble, long keys, long hotKeys, double hotShare) {
      this.scramble = scramble;
      this.hotKeys = hotKeys;
      this.coldKeys = keys - hotKeys;
      this.hotShare = hotShare;
    }

    @Override
    long next(Random64 random) {
      boolean hot = coldKeys == 0 || random.fraction() < hotShare;
      return scramble.apply(hot ? random.below(hotKeys) : hotKeys + random.below(coldKeys));
    }
  }

  /** Keys by their ranks, which are drawn by Zipf's law. */
  static final class Zipfian extends KeyDraw {
    private final Scramble scramble;
    private final Zipf zipf;

    Zipfian(Scramble scramble, Zipf zipf) {
      this.scramble = scramble;
      this.zipf = zipf;
    }

    @Override
    long next(Random64 random) {
      return scramble.apply(zipf.next(random));
    }
  }

  /** Groups of keys drawn by weight; even within each. */
  static final class Buckets extends KeyDraw {
    private final Scramble scramble;
    private final AliasTable table;
    private final long[] firsts;

    /** {@code firsts}: the first rank of each bucket, and behind the last one the key count. */
    Buckets(Scramble scramble, long[] firsts, double[] weights) {
      this.scramble = scramble;
      this.table = new AliasTable(weights);
      this.firsts = firsts.clone();
    }

    @Override
    long next(Random64 random) {
      int bucket = table.draw(random.next());
      long first = firsts[bucket];
      return scramble.apply(first + random.below(firsts[bucket + 1] - first));
    }
  }
}
