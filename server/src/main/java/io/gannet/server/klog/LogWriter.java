package io.gannet.server.klog;

import io.gannet.engine.klog.BlockFiller;
import io.gannet.engine.klog.LogLayout;
import io.gannet.engine.mail.MailConsumer;
import io.gannet.engine.mail.MailRing;
import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.ffi.linux.Time;
import io.gannet.ffi.uring.Kernel;
import io.gannet.server.control.ControlThread;
import io.gannet.server.control.ThreadFailures;
import io.gannet.server.log.EventLog;
import io.gannet.server.log.Severity;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;

/**
 * The thread that empties the workers' rings into the log: a hundred times a second, and at once
 * again while it finds them full. What it has is written when it is a quarter of a block, or a
 * tenth of a second old: so much is lost by whoever kills the process.
 *
 * <p>What can't be written is lost, counted, and told in the log when it can be again.
 */
public final class LogWriter extends MetricGroup implements AutoCloseable {
  private static final long PERIOD_NS = 10_000_000L;
  private static final long FLUSH_NS = 100_000_000L;
  private static final long RETRY_NS = 1_000_000_000L;
  private static final int FLUSH_BYTES = LogLayout.BLOCK_BYTES_MAX / 4;

  private final Counter bytes =
      counter("klog_written_bytes_total", null, "Bytes written to command logs.");
  private final Counter files = counter("klog_files_total", null, "Command logs begun.");
  private final Counter errors =
      counter("klog_write_errors_total", null, "Writes to a command log that failed.");
  private final Counter lost =
      counter(
          "klog_lost_total", null, "Requests that were logged, but could not be written.");

  private final LogFile file;
  private final Kernel kernel;
  private final EventLog log;
  private final List<MailRing> rings;
  private final ControlThread thread = new ControlThread("klog", this::run);

  /** What workers that have ended could not tell any more. */
  private volatile long leftUntold;

  private BlockFiller filler;
  private long sinceNs;
  private long failedNs;
  private long untold;

  /**
   * A writer that is not started yet.
   *
   * @param kernel whose clocks the workers go by
   */
  public LogWriter(
      KlogOptions options, List<MailRing> rings, Kernel kernel, EventLog log) {
    this.file = new LogFile(options, rings.size(), log);
    this.rings = List.copyOf(rings);
    this.kernel = kernel;
    this.log = log;
  }

  /**
   * Opens the file and starts to write.
   *
   * @throws IOException if there is no such file to be had
   */
  public void start(ThreadFailures failures) throws IOException {
    file.openFirst(wallNs(), kernel.nowNs());
    files.increment();
    thread.start(failures);
  }

  private long wallNs() {
    return kernel.clockNs(Time.CLOCK_REALTIME);
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      MailConsumer[] consumers =
          rings.stream().map(MailRing::consumer).toArray(MailConsumer[]::new);
      filler = new BlockFiller(arena.allocate(LogLayout.BLOCK_BYTES_MAX, Long.BYTES), consumers);
      while (!thread.ends()) {
        if (!turn(kernel.nowNs())) {
          thread.rest(PERIOD_NS);
        }
      }
      end();
    }
  }

  /** Takes what there is, and writes it if it is time; true if there is more. */
  private boolean turn(long nowNs) {
    sinceNs = filler.isEmpty() ? nowNs : sinceNs;
    boolean more = filler.fill();
    if (more || filler.bytes() >= FLUSH_BYTES || nowNs - sinceNs >= FLUSH_NS) {
      flush(nowNs);
    }
    return more;
  }

  /** The workers have ended: what they have left is written. */
  private void end() {
    boolean more = true;
    while (more) {
      more = filler.fill();
      flush(kernel.nowNs());
    }
    untold += leftUntold;
    try {
      failedNs = 0;
      if (untold > 0 && isReady(kernel.nowNs())) {
        writeWhatWasBefore(kernel.nowNs());
      }
      file.close();
    } catch (IOException e) {
      failed(e);
    }
  }

  private void flush(long nowNs) {
    if (filler.isEmpty()) {
      return;
    }
    long requests = filler.requests();
    try {
      if (isReady(nowNs)) {
        write(nowNs);
        filler.clear();
        return;
      }
    } catch (IOException e) {
      failed(e);
    }
    filler.clear();
    lost.add(requests);
    untold += requests;
  }

  /** True if there is a file to write to: one that could not be written to is tried again later. */
  private boolean isReady(long nowNs) throws IOException {
    if (failedNs != 0 && nowNs - failedNs < RETRY_NS) {
      return false;
    }
    if (!file.isOpen() || file.isDue(filler.bytes(), nowNs)) {
      file.end();
      file.open(wallNs(), nowNs);
      files.increment();
    }
    return true;
  }

  private void write(long nowNs) throws IOException {
    if (file.blocks() == 0 && files.get() > 1 || untold > 0) {
      writeWhatWasBefore(nowNs);
    }
    append(filler);
    failedNs = 0;
  }

  /** A block of its own: who the clients are, in a new file, and what is missing before it. */
  private void writeWhatWasBefore(long nowNs) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      BlockFiller before =
          new BlockFiller(arena.allocate(LogLayout.BLOCK_BYTES_MAX, Long.BYTES));
      if (untold > 0) {
        before.addLost(untold, nowNs);
      }
      if (file.blocks() == 0) {
        for (byte[] peer : filler.peers()) {
          if (!before.hasRoom()) {
            append(before);
            before.clear();
          }
          before.addPeer(peer);
        }
      }
      if (!before.isEmpty()) {
        append(before);
      }
      untold = 0;
    }
  }

  private void append(BlockFiller block) throws IOException {
    file.append(block.seal(wallNs(), kernel.nowNs(), file.blocks()));
    bytes.add(block.bytes());
  }

  private void failed(IOException e) {
    errors.increment();
    if (failedNs == 0) {
      String text = "requests are not logged until it can be written to: " + e;
      log.tell(Severity.WARN, "klog_write", text);
    }
    failedNs = kernel.nowNs();
  }

  @Override
  public void close() {
    close(0);
  }

  /**
   * Writes what is left and ends; to be called when no worker writes any more.
   *
   * @param untold requests that found their ring full, for whose number there was no room either
   */
  public void close(long untold) {
    leftUntold = untold;
    thread.end();
  }
}
