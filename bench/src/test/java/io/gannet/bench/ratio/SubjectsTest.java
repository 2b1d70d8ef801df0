package io.gannet.bench.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gannet.bench.trace.Trace;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

/** What holds for every kind of cache. */
class SubjectsTest {
  private static final long MIB = 1 << 20;

  static Stream<Subject> all() {
    return Subjects.all(0).stream();
  }

  /** Those in which no item forgets another while there is room. */
  static Stream<Subject> roomy() {
    return all().filter(subject -> !subject.name().equals("direct"));
  }

  @ParameterizedTest
  @MethodSource("roomy")
  void withRoomForAllItemsEachIsMissedOnce(Subject subject) {
    assumeInstalled(subject);
    Trace trace = Traces.gets(1, 30_000, 2_000, 1_000);
    Tally tally = subject.replay(trace, 16 * MIB, 0);
    assertEquals(
        new Tally(30_000, 30_000 - trace.keys(), trace.keys(), 0, 0, 0, tally.bytesPerItem()),
        tally);
  }

  @ParameterizedTest
  @MethodSource("roomy")
  void withRoomForAllOperationsAndDeadlinesAreHonoured(Subject subject) {
    assumeInstalled(subject);
    Trace trace = Traces.mixed(2, 30_000, 2_000, 1_000);
    Tally exact = new InProcess("", "", (t, bytes) -> new QueueCache(t, bytes, 0, true))
        .replay(trace, 1 << 30, 0);
    Tally tally = subject.replay(trace, 16 * MIB, 0);
    assertEquals(exact.gets(), tally.gets());
    assertEquals(exact.sets(), tally.sets());
    assertEquals(exact.deletes(), tally.deletes());
    // A turn is 32 ms here, and memcached's deadlines are kept by the request: none is seconds off.
    assertEquals(exact.misses(), tally.misses(), exact.misses() * 0.02);
  }

  @ParameterizedTest
  @MethodSource("all")
  void moreMemoryMissesLessAndWhatIsNotCountedIsNot(Subject subject) {
    assumeInstalled(subject);
    // Large values: memcached takes a page for every class of sizes, however little it is given.
    Trace trace = isInSlots(subject)
        ? Traces.gets(3, 300_000, 60_000, 4_000)
        : Traces.gets(3, 12_000, 2_000, 100_000);
    long footprint = trace.footprintBytes();
    assertTrue(footprint > 80 * MIB, "footprint " + footprint);
    Tally little = subject.replay(trace, 20 * MIB, 4_000);
    Tally more = subject.replay(trace, 70 * MIB, 4_000);
    assertEquals(trace.requests() - 4_000, little.gets());
    assertEquals(little.gets(), little.hits() + little.misses());
    assertTrue(more.misses() < little.misses() * 0.9, little + " " + more);
    assertTrue(more.misses() > 0 && little.hits() > 0, little + " " + more);
  }

  @Test
  void resultsOfThoseInThisProcessRepeat() {
    Trace trace = Traces.mixed(4, 40_000, 3_000, 20_000);
    for (Subject subject : Subjects.all(0)) {
      if (subject instanceof InProcess) {
        Trace fitting = isInSlots(subject) ? trace.scaled(0.1) : trace;
        Tally once = subject.replay(fitting, 4 * MIB, 0);
        assertEquals(once, subject.replay(fitting, 4 * MIB, 0), subject.name());
      }
    }
  }

  @Test
  void valuesTooLargeForAStoreAreRefusedAndCounted() {
    Trace trace = Traces.gets(5, 100, 5, 10).scaled(1e6);
    for (String name : List.of("seg-fifo", "memcached")) {
      Subject subject = Subjects.named(List.of(name), 0).get(0);
      if (!name.equals("memcached") || MemcachedProcess.isInstalled()) {
        Tally tally = subject.replay(trace, 64 * MIB, 0);
        assertTrue(tally.refused() > 0 && tally.refused() <= tally.misses(), tally.toString());
      }
    }
  }

  @Test
  void whatNoSlotFitsIsRefusedAndMissesEachTime() {
    Trace trace = Traces.gets(7, 1_000, 50, 6_000);
    long tooLarge =
        IntStream.range(0, trace.requests())
            .filter(i -> trace.keyBytes(trace.key(i)) + trace.valueBytes(i) > 4_096 - 16)
            .count();
    assertTrue(tooLarge > 0 && tooLarge < trace.requests());
    for (String name : List.of("cuckoo-lfu", "cuckoo-cte", "cuckoo-random")) {
      Tally tally = Subjects.named(List.of(name), 0).get(0).replay(trace, MIB, 0);
      assertEquals(tooLarge, tally.refused(), name);
      assertTrue(tally.misses() > tooLarge && tally.misses() <= tooLarge + trace.keys(), name);
    }
  }

  @Test
  void whatCannotBeMeasuredSaysWhy() {
    Trace trace = Traces.gets(6, 100, 5, 10);
    Subject segments = Subjects.named(List.of("seg-fifo"), 0).get(0);
    String why =
        assertThrows(SubjectException.class, () -> segments.replay(trace, 1000, 0)).getMessage();
    assertTrue(why.contains("give more memory"), why);
    Subject slots = Subjects.named(List.of("cuckoo-lfu"), 0).get(0);
    Trace large = trace.scaled(1e4);
    why = assertThrows(SubjectException.class, () -> slots.replay(large, MIB, 0)).getMessage();
    assertTrue(why.contains("--scale off"), why);
    Subject memcached = Subjects.named(List.of("memcached"), 0).get(0);
    why = assertThrows(SubjectException.class, () -> memcached.replay(trace, MIB + 1, 0))
        .getMessage();
    assertTrue(why.contains("whole"), why);
    why = assertThrows(SubjectException.class, () -> Subjects.named(List.of("lfu"), 0))
        .getMessage();
    assertTrue(why.contains("lfu; there are seg-merge, "), why);
  }

  private static boolean isInSlots(Subject subject) {
    return subject.name().startsWith("cuckoo-");
  }

  private static void assumeInstalled(Subject subject) {
    if (subject instanceof Memcached && !MemcachedProcess.isInstalled()) {
      String reason = "memcached is not installed";
      if (System.getenv("CI") != null) {
        fail(reason);
      }
      abort(reason);
    }
  }
}
