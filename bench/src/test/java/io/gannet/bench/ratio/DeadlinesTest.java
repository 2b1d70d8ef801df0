package io.gannet.bench.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.trace.Trace;
import io.gannet.bench.trace.TraceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deadlines and operations of a recorded trace, as caches meet them. */
class DeadlinesTest {
  private static final long MIB = 1 << 20;

  @TempDir Path folder;

  /** Lines of SECONDS KEY OPERATION TTL, each in a turn of its own and far more often than that. */
  private Trace trace(String... lines) throws IOException {
    StringBuilder csv = new StringBuilder();
    for (String line : lines) {
      String[] words = line.split(" ");
      csv.append("%s,key-%s-long-enough,22,100,1,%s,%s\n"
          .formatted(words[0], words[1], words[2], words[3]));
      for (int i = 1; i < Replay.REQUESTS_PER_TURN; i++) {
        csv.append("%s,padding-%d-long-enough,22,1,1,delete,0\n".formatted(words[0], i));
      }
    }
    Path file = Files.writeString(folder.resolve("t.csv"), csv.toString());
    return Trace.load(file, TraceOptions.defaults());
  }

  private static List<Subject> subjects() {
    Subject byRealTime = new Memcached(trace -> MemcachedClock.real());
    return Stream.concat(Subjects.all(0).stream(), Stream.of(byRealTime))
        .filter(s -> !(s instanceof Memcached) || MemcachedProcess.isInstalled())
        .filter(s -> !s.name().equals("direct"))
        .toList();
  }

  private static void assertAll(Trace trace, long hits, long misses) {
    for (Subject subject : subjects()) {
      Tally tally = subject.replay(trace, 16 * MIB, 0);
      assertEquals(hits, tally.hits(), subject.name() + " " + tally);
      assertEquals(misses, tally.misses(), subject.name() + " " + tally);
      assertEquals(0, tally.refused(), subject.name());
    }
  }

  @Test
  void whatIsStoredIsFoundUntilTheSecondOfItsDeadlineAndNoLonger() throws IOException {
    assertAll(
        trace("100 a set 50", "149 a get 0", "150 a get 0", "199 a get 0", "200 a get 0"), 2, 2);
  }

  @Test
  void deadlinesBeyondThirtyDaysAreNoDates() throws IOException {
    int days60 = 60 * 86_400;
    assertAll(
        trace("0 a set " + days60, (days60 - 700) + " a get 0", (days60 + 700) + " a get 0"), 1, 1);
  }

  @Test
  void aLookUpBeforeTheFirstStoreKnowsItsDeadline() throws IOException {
    Trace trace = trace("10 a get 0", "30 a get 0", "50 a set 15", "60 a get 0");
    assertEquals(15, trace.ttlSec(0));
    assertAll(trace, 1, 2);
  }

  @Test
  void addStoresWhatIsAbsentOnly() throws IOException {
    // The second add does not put the deadline off, the third finds nothing and stores.
    assertAll(
        trace("0 a add 10", "5 a add 10", "9 a get 0", "10 a add 10", "12 a get 0", "15 a get 0",
            "19 a get 0", "20 a get 0"), 4, 1);
  }

  @Test
  void replaceAndCasStoreWhatIsThereOnly() throws IOException {
    assertAll(
        trace("0 a cas 10", "0 a get 0", "5 a replace 10", "14 a get 0", "15 a replace 10",
            "16 a get 0"), 1, 2);
  }

  @Test
  void aChangeInPlaceKeepsTheDeadlineAndCreatesWhatIsNotThere() throws IOException {
    assertAll(
        trace("0 a set 10", "5 a incr 0", "9 a get 0", "10 a append 0", "11 a get 0", "15 a get 0",
            "20 a get 0"), 3, 1);
  }

  @Test
  void idealsWasteNoMemoryOnWhatIsPastItsDeadline() throws IOException {
    // Room for two: b is the newest of the three and dead, so a and c must both be kept.
    Trace trace = trace(
        "0 a set 0", "1 b set 2", "5 c set 0", "6 a get 0", "7 c get 0", "8 a get 0");
    long memoryBytes = 2 * 122 + 60;
    for (String name : List.of("lru", "fifo", "belady", "belady-size")) {
      Tally tally = Subjects.named(List.of(name), 0).get(0).replay(trace, memoryBytes, 0);
      assertEquals(3, tally.hits(), name + " " + tally);
    }
  }

  @Test
  void aBoundKnowsThatWhatWillExpireIsNotWorthKeeping() throws IOException {
    // Room for two. By requests alone b is wanted first, but it will be dead by then.
    Trace trace = trace(
        "0 a set 0", "1 b set 3", "2 c set 0", "9 b get 0", "10 c get 0", "11 a get 0");
    for (String name : List.of("belady", "belady-size")) {
      Tally tally = Subjects.named(List.of(name), 0).get(0).replay(trace, 2 * 122 + 60, 0);
      assertTrue(tally.hits() >= 1 && tally.misses() <= 2, name + " " + tally);
    }
  }

  @Test
  void aWorkingSetIsWhatLivesAtATime() throws IOException {
    Trace trace = trace("0 a set 5", "10 b set 5", "20 c set 0", "30 a get 0");
    assertEquals(2 * 122, WorkingSet.peakBytes(trace));
    Trace without = trace("0 a set 0", "10 b set 0", "20 c set 0", "30 a get 0");
    assertEquals(3 * 122, WorkingSet.peakBytes(without));
  }
}
