package io.gannet.bench.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.trace.Trace;
import io.gannet.bench.trace.TraceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeladySizeTest {
  @TempDir Path folder;

  private static long misses(Trace trace, long memoryBytes, boolean bySize) {
    return Replay.run(trace, new BeladyCache(trace, memoryBytes, 0, bySize), 0).misses();
  }

  @Test
  void aLargeItemLeavesBeforeSmallOnesThatAreWantedALittleLater() throws IOException {
    // Twice a round 1,016 bytes, once each of eight times 116: room for it and one of them, or all.
    StringBuilder keys = new StringBuilder();
    for (int round = 0; round < 50; round++) {
      for (int small = 1; small <= 8; small++) {
        keys.append(small % 4 == 1 ? "9,1000\n" : "").append(small).append(",100\n");
      }
    }
    Path file = Files.writeString(folder.resolve("t"), keys);
    Trace trace = Trace.load(file, new TraceOptions("keys", 0, 16, 0));
    long memoryBytes = 1_016 + 116;
    assertEquals(8 + 2 * 50, misses(trace, memoryBytes, true), 3);
    assertTrue(misses(trace, memoryBytes, false) > 6 * 50);
  }

  @Test
  void withItemsOfOneSizeItIsNearlyBelady() {
    Trace trace = Traces.gets(3, 20_000, 300, 1);
    long exact = misses(trace, 60 * 17, false);
    long sampled = misses(trace, 60 * 17, true);
    assertTrue(sampled >= exact && sampled <= exact * 1.05, sampled + " by " + exact);
  }
}
