package io.gannet.server.klog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.engine.klog.CommandLog;
import io.gannet.engine.klog.KlogMetrics;
import io.gannet.engine.klog.LogBlock;
import io.gannet.engine.klog.LoggedResult;
import io.gannet.engine.klog.LoggedVerb;
import io.gannet.engine.mail.MailRing;
import io.gannet.engine.metrics.Metric;
import io.gannet.ffi.uring.LinuxKernel;
import io.gannet.server.control.ThreadFailures;
import io.gannet.server.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A log whose workers are the test's thread. */
public final class WrittenLog implements AutoCloseable {
  private static final int RING_BYTES = 1 << 22;
  private static final int POLLS_MAX = 1_000;

  private final List<CommandLog> logs = new ArrayList<>();
  private final KlogMetrics metrics = new KlogMetrics();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final LogWriter writer;

  /** Written by so many workers, from now on. */
  public WrittenLog(KlogOptions options, int workers) throws IOException {
    List<MailRing> rings = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      MemorySegment memory =
          Arena.ofAuto().allocate(MailRing.bytes(RING_BYTES), MailRing.ALIGNMENT);
      MailRing ring = new MailRing(memory, 0, RING_BYTES);
      rings.add(ring);
      logs.add(new CommandLog(ring.producer(), worker, options.sample(), System::nanoTime, metrics));
    }
    EventLog log = EventLog.on(new PrintStream(said, true), Instant::now);
    writer = new LogWriter(options, rings, LinuxKernel.LINUX, log);
    writer.start(new ThreadFailures(log));
  }

  /** Without a limit of its size or age. */
  public static KlogOptions options(Path file) {
    return options(file, Long.MAX_VALUE, 0, false);
  }

  static KlogOptions options(Path file, long bytesMax, int kept, boolean packed) {
    return new KlogOptions(Optional.of(file), 1, RING_BYTES, bytesMax, 0, kept, packed);
  }

  /** A small log with a few of everything. */
  public static void write(Path file) throws IOException {
    try (WrittenLog log = new WrittenLog(options(file), 2)) {
      log.peer(0, 4, "127.0.0.1:4711");
      log.set(0, 4, "key", 100);
      log.get(0, 4, "key", 100);
      log.get(1, 9, "absent", -1);
    }
  }

  public CommandLog log(int worker) {
    return logs.get(worker);
  }

  public void peer(int worker, long client, String address) {
    CommandLog log = log(worker);
    byte[] text = address.getBytes(ISO_8859_1);
    long at = log.peerText(text.length);
    MemorySegment.copy(MemorySegment.ofArray(text), 0, log.memory(), at, text.length);
    log.peer(client, at, at + text.length);
    log.publish();
  }

  public void set(int worker, long client, String key, int valueLength) {
    add(worker, client, LoggedVerb.SET, LoggedResult.STORED, key, valueLength, 8);
  }

  /** A get that has found so many bytes; nothing if they are fewer than 0. */
  public void get(int worker, long client, String key, int valueLength) {
    LoggedResult result = valueLength < 0 ? LoggedResult.MISS : LoggedResult.VALUE;
    int length = Math.max(0, valueLength);
    add(worker, client, LoggedVerb.GET, result, key, length, length + 5);
  }

  private void add(
      int worker, long client, LoggedVerb verb, LoggedResult result, String key, int valueLength,
      int replyBytes) {
    byte[] text = key.getBytes(ISO_8859_1);
    CommandLog log = log(worker);
    log.begin(client, System.nanoTime(), 1);
    log.add(
        verb, result, MemorySegment.ofArray(text), 0, text.length, valueLength, 0, 0, replyBytes, 0,
        0);
    log.end();
    log.publish();
  }

  /** Waits, for some seconds at most, until a figure of the writer is so large. */
  void await(String name, long least) throws InterruptedException {
    for (int i = 0; i < POLLS_MAX && metric(name) < least; i++) {
      Thread.sleep(10);
    }
    if (metric(name) < least) {
      throw new AssertionError(name + " is " + metric(name) + "; said: " + said());
    }
  }

  long metric(String name) {
    return writer.metrics().stream()
        .filter(one -> one.name().equals(name))
        .mapToLong((Metric one) -> one.value().getAsLong())
        .sum();
  }

  long discarded() {
    return metrics.discarded.get();
  }

  String said() {
    return said.toString();
  }

  /** What a file holds: a line each of requests and of what is missing. */
  public static List<String> read(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    try (LogInput log = LogInput.open(file)) {
      read(log, lines);
    }
    return lines;
  }

  /** The same, into a list that has what was read if the rest can't be. */
  static void read(LogInput log, List<String> lines) throws IOException {
    for (LogBlock.Item item = log.next(); item != null; item = log.next()) {
      if (item == LogBlock.Item.REQUEST) {
        lines.add(
            log.request().worker + " " + log.peer() + " " + log.request().verb().text() + " "
                + new String(log.request().key(), ISO_8859_1) + " "
                + log.request().result().text() + " " + log.request().valueLength());
      } else if (item == LogBlock.Item.LOST) {
        lines.add("lost " + log.lost());
      }
    }
  }

  @Override
  public void close() {
    writer.close(metrics.untold.get());
  }
}
