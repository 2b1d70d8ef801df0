package io.gannet.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** With real processes; skipped where there is no memcached, but not in CI. */
class FleetTest {
  private static final Terms TERMS = new Terms(64, 1000);
  private static final int LOOKS = 500;
  private static final long LOOK_AGAIN_NS = 10_000_000L;

  private final Subjects subjects = new Subjects("./gannet", TERMS);

  @Test
  void serversArePinnedTakeTurnsAndAreEnded() throws IOException {
    requireMemcached();
    int first;
    int second;
    try (Fleet fleet = new Fleet(TERMS, List.of(0))) {
      RunningServer a = fleet.start(subjects.named("memcached"));
      RunningServer b = fleet.start(subjects.named("memcached:meta"));
      first = a.pid();
      second = b.pid();
      assertEquals("0", status(first, "Cpus_allowed_list"));
      fleet.turnOf(b);
      assertStopped(true, first);
      assertStopped(false, second);
      assertTrue(Ports.answers(b.address()));
      fleet.turnOf(a);
      assertStopped(false, first);
      assertStopped(true, second);
    }
    assertFalse(ProcessHandle.of(first).map(ProcessHandle::isAlive).orElse(false));
    assertFalse(ProcessHandle.of(second).map(ProcessHandle::isAlive).orElse(false));
  }

  @Test
  void whatIsNotInstalledIsToldWithThePackage() {
    try (Fleet fleet = new Fleet(TERMS, List.of(0))) {
      Subject absent = new Subject("redis", subjects.named("redis").protocol(),
          List.of("no-such-redis-server", Subject.PORT), Subject.Ready.PORT,
          subjects.named("redis").cure());
      String told = assertThrows(CompareException.class, () -> fleet.start(absent)).getMessage();
      assertTrue(told.contains("package redis-server"), told);
    }
  }

  @Test
  void aServerThatEndsAtOnceIsToldWithItsOwnWords() {
    try (Fleet fleet = new Fleet(TERMS, List.of(0))) {
      Subject ends = subjects.described("x=sh -c 'echo no way, {port} >&2; exit 3'");
      String told = assertThrows(CompareException.class, () -> fleet.start(ends)).getMessage();
      assertTrue(told.contains("no way"), told);
    }
  }

  @Test
  void serversAreEndedEvenByAThreadThatMayNotWait() {
    requireMemcached();
    List<Integer> pids;
    try (Fleet fleet = new Fleet(TERMS, List.of(0))) {
      pids = Stream.of("memcached", "memcached:meta")
          .map(name -> fleet.start(subjects.named(name)).pid())
          .toList();
      Thread.currentThread().interrupt();
    }
    assertTrue(Thread.interrupted(), "who waits next is told too");
    pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(
        left -> left.onExit().orTimeout(5, TimeUnit.SECONDS).join()));
  }

  /** A signal is on its way for as long as whom it is for has no CPU. */
  private static void assertStopped(boolean stopped, int pid) throws IOException {
    String state = status(pid, "State");
    for (int i = 0; state.startsWith("T") != stopped && i < LOOKS; i++) {
      LockSupport.parkNanos(LOOK_AGAIN_NS);
      state = status(pid, "State");
    }
    assertEquals(stopped, state.startsWith("T"), state);
  }

  private static String status(int pid, String field) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Integer.toString(pid), "status"))) {
      return lines
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(field.toLowerCase(Locale.ROOT)))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  static void requireMemcached() {
    boolean there = Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "memcached")));
    if (!there && System.getenv("CI") != null) {
      fail("CI needs the package memcached");
    }
    if (!there) {
      abort("memcached is not installed");
    }
  }
}
