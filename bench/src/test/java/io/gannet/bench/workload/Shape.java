package io.gannet.bench.workload;

/** Options for tests. */
final class Shape {
  private Shape() {}

  static SyntheticOptions of(long keys, String popularity) {
    return of(keys, Popularity.parse(popularity));
  }

  static SyntheticOptions of(long keys, Popularity popularity) {
    return new SyntheticOptions(
        keys,
        Sizes.parseKeys("12"),
        Sizes.parse("64"),
        Mix.GETS,
        popularity,
        Ttls.NONE,
        false,
        1);
  }

  /** Something of everything. */
  static SyntheticOptions rich(long seed) {
    return new SyntheticOptions(
        1000,
        Sizes.parseKeys("16-40"),
        Sizes.parse("10:3,100-200:2,4096:1"),
        Mix.parse("get=70,set=20,delete=10"),
        Popularity.parse("zipf:0.9"),
        Ttls.parse("60-120"),
        true,
        seed);
  }
}
