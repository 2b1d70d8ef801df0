package io.gannet.bench.hostile;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * On each connection another habit, for a while, and then gone, in order or not: which, and for how
 * long, is a function of the seed, the caller and how often it has called.
 */
record Mixed(List<Habit> habits, long seed) implements Habit {
  private static final int STAY_MS_MAX = 500;
  private static final int AWAY_MS_MAX = 50;

  /** splitmix64's: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014. */
  private long random(Caller caller, int what) {
    long z = seed + ((caller.index * 4L + what) << 32) + caller.lives() * 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  private int below(Caller caller, int what, int bound) {
    return (int) Long.remainderUnsigned(random(caller, what), bound);
  }

  private Habit of(Caller caller) {
    return habits.get(below(caller, 0, habits.size()));
  }

  @Override
  public ByteBuffer opening(Caller caller) {
    long stayNs = TimeUnit.MILLISECONDS.toNanos(below(caller, 1, STAY_MS_MAX));
    long awayNs = TimeUnit.MILLISECONDS.toNanos(below(caller, 2, AWAY_MS_MAX));
    boolean isRude = below(caller, 3, 2) == 0;
    caller.after(stayNs, () -> caller.hangUp(isRude, awayNs));
    return of(caller).opening(caller);
  }

  @Override
  public boolean listens(Caller caller) {
    return of(caller).listens(caller);
  }

  @Override
  public int receiveBytes(Caller caller) {
    return of(caller).receiveBytes(caller);
  }

  @Override
  public void said(Caller caller) {
    of(caller).said(caller);
  }

  @Override
  public void heard(Caller caller) {
    of(caller).heard(caller);
  }

  @Override
  public void lost(Caller caller) {
    caller.again(TimeUnit.MILLISECONDS.toNanos(AWAY_MS_MAX));
  }
}
