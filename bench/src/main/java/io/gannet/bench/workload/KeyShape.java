package io.gannet.bench.workload;

/** What is a key's own for ever: the length of its name and of its value. */
final class KeyShape {
  /** Sets apart the bits that draw a key's length from all that a value's are drawn from. */
  private static final long OF_KEYS = 0x6B65_792D_7369_7A65L;

  private final Distribution keyBytes;
  private final Distribution valueBytes;
  private final long seed;

  KeyShape(SyntheticOptions options) {
    keyBytes = options.keyBytes();
    valueBytes = options.valueBytes();
    seed = Random64.scramble(options.seed());
  }

  /** Fills in the key and its lengths; it is due at no time of its own. */
  void put(long key, Ask ask) {
    long bits = Random64.scramble(key ^ seed);
    ask.key = key;
    ask.valueBytes = valueBytes.draw(bits);
    ask.keyBytes = keyBytes.draw(Random64.scramble(bits ^ OF_KEYS));
    ask.atNs = -1;
  }
}
