package io.gannet.bench.compare;

import io.gannet.bench.observe.Affinity;
import io.gannet.bench.observe.CpuList;
import io.gannet.ffi.linux.Signal;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server that was started here, is pinned, listens on loopback, and is ended here. It can be
 * paused: then it takes no CPU at all, not even if it spins when idle.
 */
public final class RunningServer implements AutoCloseable {
  /** A launcher may have to build and train first. */
  private static final long LINE_PATIENCE_MS = 240_000;

  private static final long PORT_PATIENCE_MS = 20_000;
  private static final long LOOK_AGAIN_MS = 20;
  private static final long TERM_PATIENCE_MS = 5_000;
  private static final int COMPLAINT_CHARS = 600;
  private static final Pattern READY = Pattern.compile("(?m)^ready .*:(\\d+)$");

  private final Subject subject;
  private final int port;
  private final Path socket;
  private final Process process;
  private final Path out;
  private final Path err;
  private volatile SocketAddress address;

  private RunningServer(
      Subject subject, int port, Path socket, Process process, Path out, Path err) {
    this.subject = subject;
    this.port = port;
    this.socket = socket;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts it on these CPUs; {@link #awaitReady} comes next. */
  static RunningServer launch(Subject subject, Terms terms, List<Integer> cpus) {
    int port = Ports.free();
    Path socket = Ports.freePath();
    try {
      Path out = Files.createTempFile("gannet-bench-", ".out");
      Path err = Files.createTempFile("gannet-bench-", ".err");
      ProcessBuilder builder = new ProcessBuilder(subject.words(port, socket, terms))
          .redirectInput(new File("/dev/null"))
          .redirectOutput(out.toFile())
          .redirectError(err.toFile());
      try {
        Process process = Affinity.start(builder, CpuList.of(cpus));
        return new RunningServer(subject, port, socket, process, out, err);
      } catch (IOException | CompareException e) {
        Files.delete(out);
        Files.delete(err);
        throw e;
      }
    } catch (IOException e) {
      throw new CompareException(
          subject.name() + " cannot be started: " + e.getMessage(), subject.cure());
    }
  }

  /** Blocks until it listens; false when it ended instead, or took too long. */
  boolean awaitReady() {
    boolean byLine = subject.ready() == Subject.Ready.LINE;
    long patience = byLine ? LINE_PATIENCE_MS : PORT_PATIENCE_MS;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
    while (process.isAlive() && System.nanoTime() < end) {
      SocketAddress there = subject.isUnix()
          ? UnixDomainSocketAddress.of(socket)
          : new InetSocketAddress("127.0.0.1", byLine ? portByLine() : port);
      if (Ports.answers(there) && process.isAlive()) {
        address = there;
        return true;
      }
      sleep(LOOK_AGAIN_MS);
    }
    return false;
  }

  private int portByLine() {
    Matcher ready = READY.matcher(text(out));
    return ready.find() ? Integer.parseInt(ready.group(1)) : 0;
  }

  /** What it is. */
  public Subject subject() {
    return subject;
  }

  /** Where it listens. */
  public SocketAddress address() {
    return address;
  }

  /** Its process. */
  public int pid() {
    return (int) process.pid();
  }

  /** Its process and that one's children. */
  private Stream<ProcessHandle> family() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** The end of what it wrote to stderr. */
  String complaint() {
    String text = text(err).strip();
    return text.substring(Math.max(0, text.length() - COMPLAINT_CHARS));
  }

  /** SIGSTOP, to it and its children. */
  void pause() {
    signal(Signal.SIGSTOP);
  }

  /** SIGCONT. */
  void resume() {
    signal(Signal.SIGCONT);
  }

  private void signal(int number) {
    family().forEach(handle -> Signal.kill((int) handle.pid(), number));
  }

  /** Ends it and its children: asks, waits, and insists; at once where this thread may not wait. */
  @Override
  public void close() {
    List<ProcessHandle> all = family().toList();
    resume();
    all.forEach(ProcessHandle::destroy);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TERM_PATIENCE_MS);
    try {
      while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
        sleep(LOOK_AGAIN_MS);
      }
    } catch (CompareException e) {
      // Interrupted, and stays so: what is left to do must be done nevertheless.
    } finally {
      all.forEach(ProcessHandle::destroyForcibly);
      delete(out);
      delete(err);
      delete(socket);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It is in the folder for such files.
    }
  }

  private static void sleep(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompareException("interrupted", "");
    }
  }
}
