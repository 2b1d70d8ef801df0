package io.gannet.bench.workload;

/**
 * Requests out of distributions and a seed. Thread by thread a stream of its own: the same options,
 * index and count give the same requests. Immutable; its sources allocate nothing.
 */
public final class SyntheticWorkload implements Workload {
  private final SyntheticOptions options;
  private final KeyDraw keys;

  /** A workload of these options. */
  public SyntheticWorkload(SyntheticOptions options) {
    this.options = options;
    this.keys = draw(options.keys(), options.popularity(), options.seed());
  }

  private static KeyDraw draw(long keys, Popularity popularity, long seed) {
    Scramble scramble = new Scramble(keys, seed);
    return switch (popularity) {
      case Popularity.Uniform() -> new KeyDraw.Uniform(keys);
      case Popularity.Sequential() -> new KeyDraw.Sequential(keys, 0, 1);
      case Popularity.Zipfian(double theta) -> new KeyDraw.Zipfian(scramble, new Zipf(keys, theta));
      case Popularity.HotSet(double keysPercent, double requestsPercent) -> {
        long hot = Math.clamp(Math.round(keys * keysPercent / 100), 1, keys);
        yield new KeyDraw.HotSet(scramble, keys, hot, requestsPercent / 100);
      }
      case Popularity.Buckets measured -> KeyDraw.Buckets.scaled(scramble, measured, keys);
      case Popularity.Once(Popularity others, double percent) ->
          new KeyDraw.Once(draw(keys, others, seed), percent / 100, keys, 1);
    };
  }

  @Override
  public RequestSource source(int index, int count) {
    return new SyntheticSource(options, keys.forThread(index, count), index);
  }

  @Override
  public RequestSource fill(int index, int count) {
    return new FillSource(options, index, count);
  }

  @Override
  public long fillCount() {
    return options.keys();
  }

  @Override
  public boolean fillsOnMiss() {
    return options.fillOnMiss();
  }

  @Override
  public int valueBytesMax() {
    return options.valueBytes().max();
  }

  @Override
  public long seed() {
    return options.seed();
  }

  @Override
  public String describe() {
    String ttl = options.ttlSec().max() == 0 ? "" : ", ttl " + options.ttlSec().describe() + " s";
    return "%d keys of %s bytes, values of %s bytes, %s, %s%s%s, seed %d"
        .formatted(
            options.keys(),
            options.keyBytes().describe(),
            options.valueBytes().describe(),
            options.popularity().describe(),
            options.mix().describe(),
            ttl,
            options.fillOnMiss() ? ", a miss is filled" : "",
            options.seed());
  }
}
