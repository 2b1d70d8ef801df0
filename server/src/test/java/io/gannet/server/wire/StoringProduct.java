package io.gannet.server.wire;

import io.gannet.server.product.Product;
import io.gannet.server.product.Products;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The products that store items, each told to take values as large as it can: what the tests of
 * values on the wire run over. To have them all run over another product, add its line.
 */
enum StoringProduct {
  SEGCACHE(1 << 20, "segments_pinned"),
  TWEMCACHE(1 << 20, "slabs_pinned"),
  SLIMCACHE(4096, "pins", "--slot-size", "4096"),
  DIRECTCACHE(1 << 19, "pins", "--slot-size", "512KiB");

  /** For a test's {@code @MethodSource}: those that hold whatever they have room for. */
  static final String HOLDING_ALL = "io.gannet.server.wire.StoringProduct#holdingAll";

  /** Those whose values may be too large to be carried over: a place is kept for them. */
  static final String TAKING_LARGE = "io.gannet.server.wire.StoringProduct#takingLarge";

  /** What an item has beside its value, at most, with keys as short as the tests'. */
  private static final int BESIDE_BYTES_MAX = 100;

  /** The longest value that tests store. */
  final int valueBytesMax;

  private final String pinsMetric;
  private final String[] words;

  StoringProduct(int itemBytesMax, String pinsMetric, String... words) {
    this.valueBytesMax = itemBytesMax - BESIDE_BYTES_MAX;
    this.pinsMetric = pinsMetric;
    this.words = words;
  }

  /** The other loses keys to each other. */
  static Stream<StoringProduct> holdingAll() {
    return Arrays.stream(values()).filter(product -> product != DIRECTCACHE);
  }

  static Stream<StoringProduct> takingLarge() {
    return Arrays.stream(values()).filter(product -> product != SLIMCACHE);
  }

  /** The word on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** On free ports, in 64 MiB, and with these words. */
  RunningServer start(String... more) {
    Stream<String> all =
        Stream.of(Stream.of("--memory", "64MiB"), Arrays.stream(words), Arrays.stream(more))
            .flatMap(some -> some);
    return RunningServer.start(word(), all.toArray(String[]::new));
  }

  /** What its {@code --eviction} takes; nothing if it has no such option. */
  List<String> evictions() {
    return product().ownOptions().stream()
        .flatMap(group -> group.options().stream())
        .filter(option -> option.name().equals("eviction"))
        .flatMap(option -> option.choices().stream())
        .toList();
  }

  private Product product() {
    return Products.ALL.stream().filter(one -> one.name().equals(word())).findFirst().orElseThrow();
  }

  /** A value's length as a test wants it, or the longest there is. */
  int clamp(int bytes) {
    return Math.min(bytes, valueBytesMax);
  }

  /**
   * Nothing is held any more for the sake of sends, nor what it lies in: at once, or, where it is
   * another worker's, as soon as that hears of it.
   */
  void awaitNoPins(RunningServer server) {
    server.await(pinsMetric, 0);
  }
}
