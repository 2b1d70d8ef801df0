package io.gannet.engine.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private static final int POWERS = 10;

  @Test
  void eachNumberHasABucketOfItsOwnAndTheRestTheLast() {
    Histogram histogram = Histogram.ofEach(2);
    for (long value : new long[] {0, 1, 1, 2, 3, Long.MAX_VALUE / 2}) {
      histogram.record(value);
    }
    assertEquals(4, histogram.buckets());
    assertEquals(1, histogram.count(0));
    assertEquals(2, histogram.count(1));
    assertEquals(1, histogram.count(2));
    assertEquals(2, histogram.count(3));
    assertEquals(Long.MAX_VALUE, histogram.bound(3));
    assertEquals(6, histogram.count());
    assertEquals(7 + Long.MAX_VALUE / 2, histogram.sum());
  }

  @Test
  void aValueIsInTheFirstBucketWhoseBoundItDoesNotPass() {
    Histogram histogram = Histogram.ofPowers(POWERS);
    Random random = new Random(11);
    long[] expected = new long[histogram.buckets()];
    long sum = 0;
    for (int i = 0; i < 10_000; i++) {
      long value = i < 2100 ? i : random.nextLong(1L << random.nextInt(1, 40));
      int bucket = 0;
      while (value > histogram.bound(bucket)) {
        bucket++;
      }
      expected[bucket]++;
      sum += value;
      histogram.record(value);
    }
    for (int bucket = 0; bucket < expected.length; bucket++) {
      assertEquals(expected[bucket], histogram.count(bucket), "up to " + histogram.bound(bucket));
      assertTrue(expected[bucket] > 0, "nothing tried " + histogram.bound(bucket));
    }
    assertEquals(sum, histogram.sum());
  }

  @Test
  void aTimeIsNoMoreThanASixteenthBelowItsBound() {
    Histogram histogram = Histogram.ofNs();
    long before = 0;
    for (int bucket = 0; bucket < histogram.buckets() - 1; bucket++) {
      long bound = histogram.bound(bucket);
      assertTrue(bound - before <= Math.max(1, before / 16), before + " and " + bound);
      histogram.record(before + 1, 2);
      histogram.record(bound, 3);
      assertEquals(5, histogram.count(bucket), "up to " + bound);
      before = bound;
    }
    assertEquals(1L << 36, before);
    histogram.record(0);
    assertEquals(6, histogram.count(0));
    histogram.record(before + 1);
    histogram.record(Long.MAX_VALUE / 2);
    assertEquals(2, histogram.count(histogram.buckets() - 1));
  }

  @Test
  void aQuantileIsTheBoundThatSoManyDoNotPass() {
    Histogram histogram = Histogram.ofNs();
    assertEquals(0, histogram.quantile(500));
    for (int value = 1; value <= 1000; value++) {
      histogram.record(value);
    }
    for (int perMille : new int[] {1, 10, 16, 500, 900, 990, 999, 1000}) {
      long told = histogram.quantile(perMille);
      assertTrue(perMille <= told && told <= perMille + perMille / 16, perMille + ": " + told);
    }
    histogram.record(1L << 40, 1000);
    assertEquals(1L << 36, histogram.quantile(1000), "as much as there is a bound for");
    assertEquals(histogram.quantile(500), histogram.quantile(499), "half of them are below 1000");
    assertEquals(2000, Digest.COUNT.of(histogram));
    histogram.reset();
    assertEquals(0, histogram.quantile(1000));
    assertEquals(0, Digest.MEAN.of(histogram));
  }

  @Test
  void anotherThreadReadsCountsThatOnlyGrow() throws Exception {
    Histogram histogram = Histogram.ofEach(3);
    int records = 2_000_000;
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < records; i++) {
                histogram.record(i & 3);
              }
            });
    long last = 0;
    while (!writer.isDone()) {
      long count = histogram.count();
      assertTrue(count >= last, count + " after " + last);
      last = count;
    }
    writer.get();
    assertEquals(records, histogram.count());
  }

  @Test
  void toRecordAllocatesNothing() {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Histogram histogram = Histogram.ofPowers(POWERS);
    long allocated = Long.MAX_VALUE;
    for (int i = 0; i < 3 && allocated > 0; i++) { // the JVM allocates a little when it compiles
      long before = thread.getCurrentThreadAllocatedBytes();
      for (int value = 0; value < 1_000_000; value++) {
        histogram.record(value);
      }
      allocated = thread.getCurrentThreadAllocatedBytes() - before;
    }
    assertEquals(0, allocated);
  }
}
