package io.gannet.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.server.debug.StallWatch;
import io.gannet.server.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {
  private static final int WAIT_MS_MAX = 30_000;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final EventLog log = EventLog.on(new PrintStream(said, true, UTF_8), Instant::now);
  private final ThreadFailures failures = new ThreadFailures(log);

  private static void throwIt(String text) {
    throw new IllegalStateException(text);
  }

  private long count() {
    return failures.metrics().getFirst().value().getAsLong();
  }

  private void run(String name, Runnable work) {
    ControlThread thread = new ControlThread(name, work);
    thread.start(failures);
    thread.end();
  }

  @Test
  void whoEndsAsItShouldIsNoFailure() {
    run("fine", () -> {});
    assertEquals(Optional.empty(), failures.failed());
    assertEquals(0, count());
    assertEquals("", said.toString(UTF_8));
  }

  @Test
  void eachThatABugEndsIsToldAndTheFirstIsWhatIsWrong() {
    run("one", () -> throwIt("first"));
    run("two", () -> throwIt("second"));
    assertEquals(
        Optional.of("the thread 'one' has ended: java.lang.IllegalStateException: first"),
        failures.failed());
    assertEquals(2, count());
    List<String> lines = said.toString(UTF_8).lines().toList();
    assertTrue(lines.get(0).endsWith(
        " error thread_failed the thread 'one' has ended: java.lang.IllegalStateException: first"));
    assertTrue(lines.get(1).startsWith("    io.gannet.server"), lines.get(1));
    assertTrue(lines.stream().anyMatch(line -> line.contains("'two'")), said.toString(UTF_8));
  }

  /** A server whose stalls nobody sees any more would go on to tell that it is healthy. */
  @Test
  void aWatchThatHasEndedIsOne() throws InterruptedException {
    StallWatch watch = new StallWatch(List.of(), log, () -> throwIt("planted"));
    watch.start(failures);
    for (int ms = 0; failures.failed().isEmpty() && ms < WAIT_MS_MAX; ms += 10) {
      Thread.sleep(10);
    }
    assertEquals(
        Optional.of("the thread 'debug' has ended: java.lang.IllegalStateException: planted"),
        failures.failed());
  }
}
