package io.gannet.ffi.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LinuxTest {
  @Test
  void exceptionNamesCallErrnoAndCure() {
    LinuxException e = assertThrows(
        LinuxException.class,
        () -> LinuxException.check(-Errno.EACCES, "bind 127.0.0.1:80", "a port above 1023"));
    assertEquals("bind 127.0.0.1:80: EACCES (13)\n  cure: a port above 1023", e.getMessage());
    assertEquals(Errno.EACCES, e.errno());
    assertEquals("bind 127.0.0.1:80", e.call());
    assertEquals("a port above 1023", e.cure());
    assertEquals(5, LinuxException.check(5, "any", ""));
  }

  @Test
  void errnoNamesHaveNoAliases() {
    assertEquals("EAGAIN", Errno.name(11));
    assertEquals("EAGAIN", Errno.name(-11));
    assertEquals("EDEADLK", Errno.name(35));
    assertEquals("errno 4711", Errno.name(4711));
  }

  @Test
  void failedCallsReturnMinusErrno() {
    assertEquals(-Errno.EBADF, Unistd.close(-1));
    try (Arena arena = Arena.ofConfined()) {
      assertEquals(-Errno.EBADF, Unistd.read(-1, arena.allocate(8), 0, 8));
    }
    assertEquals(-Errno.ESRCH, Signal.kill(Integer.MAX_VALUE, 0));
    assertTrue(Mman.mmap(0, 0, Mman.PROT_READ, Mman.MAP_PRIVATE, -1, 0) < 0);
  }

  /** Two threads fail differently, many times: neither may see the other's errno. */
  @Test
  void errnoBelongsToTheThread() throws InterruptedException {
    AtomicReference<String> wrong = new AtomicReference<>();
    CountDownLatch both = new CountDownLatch(2);
    Thread badf = repeat(both, wrong, -Errno.EBADF, () -> Unistd.close(-1));
    Thread srch = repeat(both, wrong, -Errno.ESRCH, () -> Signal.kill(Integer.MAX_VALUE, 0));
    badf.join();
    srch.join();
    assertEquals(null, wrong.get());
  }

  private interface Call {
    int make();
  }

  private static Thread repeat(
      CountDownLatch both, AtomicReference<String> wrong, int expected, Call call) {
    return Thread.ofPlatform().start(() -> {
      both.countDown();
      for (int i = 0; i < 50_000; i++) {
        int result = call.make();
        if (result != expected) {
          wrong.set("expected " + expected + ", got " + result);
        }
      }
    });
  }

  @Test
  void theMonotonicClockIsJavasAndBootTimeIsNotBehindIt() {
    long beforeNs = System.nanoTime();
    long monotonicNs = Time.clock_gettime(Time.CLOCK_MONOTONIC);
    long bootNs = Time.clock_gettime(Time.CLOCK_BOOTTIME);
    assertTrue(monotonicNs >= beforeNs && monotonicNs <= System.nanoTime());
    assertTrue(bootNs >= monotonicNs);
    assertEquals(-Errno.EINVAL, Time.clock_gettime(4711));
  }

  @Test
  void processAndThreadHaveTheirNumbers() {
    assertEquals(ProcessHandle.current().pid(), Unistd.getpid());
    assertTrue(Unistd.gettid() > 0);
    assertEquals(0, Signal.kill(Unistd.getpid(), 0));
  }

  @Test
  void affinityIsSetForTheCallingThreadOnly() throws InterruptedException {
    BitSet before = new BitSet();
    assertEquals(0, Sched.sched_getaffinity(0, before));
    assertFalse(before.isEmpty());
    BitSet one = new BitSet();
    one.set(before.length() - 1);
    BitSet seen = new BitSet();
    int[] result = {-1};
    Thread pinned = Thread.ofPlatform().start(() -> {
      result[0] = Sched.sched_setaffinity(0, one);
      Sched.sched_getaffinity(0, seen);
    });
    pinned.join();
    assertEquals(0, result[0]);
    assertEquals(one, seen);
    BitSet after = new BitSet();
    Sched.sched_getaffinity(0, after);
    assertEquals(before, after);
    assertEquals(-Errno.EINVAL, Sched.sched_setaffinity(0, new BitSet()));
  }

  @Test
  void limitsAreReadAndTheSoftOneIsSet() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(Rlimit.LAYOUT);
      assertEquals(0, Resource.getrlimit(Resource.RLIMIT_CORE, limit));
      long current = Rlimit.current(limit);
      long max = Rlimit.max(limit);
      Rlimit.set(limit, 0, max);
      assertEquals(0, Resource.setrlimit(Resource.RLIMIT_CORE, limit));
      assertEquals(0, Resource.getrlimit(Resource.RLIMIT_CORE, limit));
      assertEquals(0, Rlimit.current(limit));
      Rlimit.set(limit, current, max);
      assertEquals(0, Resource.setrlimit(Resource.RLIMIT_CORE, limit));
    }
  }

  @Test
  void aThreadAloneIsMadeNicer() throws InterruptedException {
    int[] results = new int[2];
    Thread thread = new Thread(() -> {
      results[0] = Resource.setpriority(Resource.PRIO_PROCESS, 0, 1);
      results[1] = Resource.setpriority(Resource.PRIO_PROCESS, 1 << 30, 1);
    });
    thread.start();
    thread.join();
    assertEquals(0, results[0]);
    assertEquals(-Errno.ESRCH, results[1]);
  }

  @Test
  void signalIsIgnoredAndRestored() {
    assertEquals(0, Signal.rt_sigaction(Signal.SIGUSR1, Signal.SIG_IGN));
    assertEquals(Signal.SIG_IGN, Signal.handler(Signal.SIGUSR1));
    assertEquals(0, Signal.kill(Unistd.getpid(), Signal.SIGUSR1)); // the default would end us
    assertEquals(0, Signal.rt_sigaction(Signal.SIGUSR1, Signal.SIG_DFL));
    assertEquals(Signal.SIG_DFL, Signal.handler(Signal.SIGUSR1));
    assertThrows(IllegalArgumentException.class, () -> Signal.rt_sigaction(Signal.SIGUSR1, 4096));
    assertEquals(0, Signal.rt_sigactionLike(Signal.SIGUSR1, Signal.SIGTERM));
    assertEquals(Signal.handler(Signal.SIGTERM), Signal.handler(Signal.SIGUSR1));
    assertEquals(0, Signal.rt_sigaction(Signal.SIGUSR1, Signal.SIG_DFL));
  }

  @Test
  void releaseBeginsWithANumber() {
    assertTrue(Utsname.release().matches("\\d+\\.\\d+.*"), Utsname.release());
  }

  @Test
  void mappingIsLockedAdvisedAndUnmapped() {
    int prot = Mman.PROT_READ | Mman.PROT_WRITE;
    long address =
        Mman.mmap(0, 8192, prot, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0);
    assertNotEquals(0, address);
    assertEquals(0, Mman.madvise(address, 8192, Mman.MADV_DONTDUMP));
    assertEquals(0, Mman.mlock(address, 4096));
    assertEquals(0, Mman.munlock(address, 4096));
    assertEquals(0, Mman.mprotect(address, 4096, Mman.PROT_NONE));
    assertEquals(0, Mman.munmap(address, 8192));
    assertEquals(-Errno.ENOMEM, Mman.madvise(address, 8192, Mman.MADV_WILLNEED));
  }
}
