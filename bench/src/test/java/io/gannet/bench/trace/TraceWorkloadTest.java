package io.gannet.bench.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.RequestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceWorkloadTest {
  @TempDir Path folder;

  @Test
  void threadsShareTheTraceOutByKeyAndTogetherAskAllOfIt() throws IOException {
    long seed = System.nanoTime();
    Trace trace = random(seed, 5_000);
    int[] owner = new int[trace.keys()];
    Arrays.fill(owner, -1);
    int asked = 0;
    for (int i = 0; i < 3; i++) {
      RequestSource source = new TraceWorkload(trace, true).source(i, 3);
      Ask ask = new Ask();
      int mine = 0;
      for (; source.next(ask); mine++) {
        int key = (int) ask.key;
        assertTrue(owner[key] == -1 || owner[key] == i, "seed " + seed);
        owner[key] = i;
      }
      assertTrue(mine > 1_000, "a fair share, not " + mine + ", seed " + seed);
      asked += mine;
    }
    assertEquals(trace.requests(), asked);
  }

  @Test
  void oneThreadAsksItInOrder() throws IOException {
    Trace trace = random(1, 1_000);
    RequestSource source = new TraceWorkload(trace, true).source(0, 1);
    Ask ask = new Ask();
    for (int i = 0; i < trace.requests(); i++) {
      assertTrue(source.next(ask));
      assertEquals(trace.key(i), ask.key);
      assertEquals(trace.valueBytes(i), ask.valueBytes);
      assertEquals(i * 1_000_000L, ask.atNs);
    }
    assertFalse(source.next(ask));
  }

  @Test
  void requestsOfOneSecondAreSpreadOverIt() throws IOException {
    String line = ",k,12,10,3,get,0\n";
    String text = ("5" + line).repeat(4) + ("6" + line).repeat(2) + "9" + line;
    Path file = Files.writeString(folder.resolve("t.csv"), text);
    Trace trace = Trace.load(file, TraceOptions.defaults());
    RequestSource source = new TraceWorkload(trace, true).source(0, 1);
    Ask ask = new Ask();
    for (long dueMs : new long[] {0, 250, 500, 750, 1000, 1500, 4000}) {
      assertTrue(source.next(ask));
      assertEquals(dueMs * 1_000_000, ask.atNs);
    }
  }

  @Test
  void itSaysWhatItIs() throws IOException {
    Trace trace = random(1, 1_000);
    String words = new TraceWorkload(trace.scaled(2), true).describe();
    assertTrue(words.startsWith("trace t.txt (keys): 1,000 requests of "), words);
    assertTrue(words.endsWith("values × 2.000, a miss is followed by a set"), words);
  }

  private Trace random(long seed, int requests) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < requests; i++) {
      text.append(random.nextInt(1_000)).append(',').append(random.nextInt(100)).append('\n');
    }
    return Trace.load(Files.writeString(folder.resolve("t.txt"), text), TraceOptions.defaults());
  }
}
