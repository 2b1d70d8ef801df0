package io.gannet.bench.workload;

import java.util.Arrays;

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
    private Buckets(Scramble scramble, long[] firsts, double[] weights) {
      this.scramble = scramble;
      this.table = new AliasTable(weights);
      this.firsts = firsts;
    }

    /** Measured buckets, brought to another count of keys; what has no key left joins the next. */
    static Buckets scaled(Scramble scramble, Popularity.Buckets measured, long keys) {
      int buckets = measured.keys().size();
      double scale = keys / (double) measured.keys().stream().mapToLong(Long::longValue).sum();
      long[] firsts = new long[buckets + 1];
      double[] weights = new double[buckets];
      long seen = 0;
      int count = 0;
      for (int i = 0; i < buckets; i++) {
        seen += measured.keys().get(i);
        weights[count] += measured.weights().get(i);
        long end = i == buckets - 1 ? keys : Math.min(keys, Math.round(seen * scale));
        if (end > firsts[count]) {
          firsts[++count] = end;
        } else if (i == buckets - 1) {
          weights[count - 1] += weights[count];
        }
      }
      return new Buckets(
          scramble, Arrays.copyOf(firsts, count + 1), Arrays.copyOf(weights, count));
    }

    @Override
    long next(Random64 random) {
      int bucket = table.draw(random.next());
      long first = firsts[bucket];
      return scramble.apply(first + random.below(firsts[bucket + 1] - first));
    }
  }

  /** Now and then a key that never comes again, behind all others; threads take turns. */
  static final class Once extends KeyDraw {
    private final KeyDraw others;
    private final double share;
    private final int step;
    private long position;

    Once(KeyDraw others, double share, long position, int step) {
      this.others = others;
      this.share = share;
      this.position = position;
      this.step = step;
    }

    @Override
    long next(Random64 random) {
      if (random.fraction() >= share) {
        return others.next(random);
      }
      long key = position;
      position += step;
      return key;
    }

    @Override
    KeyDraw forThread(int index, int count) {
      return new Once(others.forThread(index, count), share, position + index, count);
    }
  }
}
