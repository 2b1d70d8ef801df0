package io.gannet.bench.ratio;

import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * memcached as it is installed, one worker thread, on a socket in a folder of its own: no port is
 * chosen, and nobody else can reach it. Ended by its process, also when this one is.
 */
final class MemcachedProcess implements AutoCloseable {
  private static final String PROGRAM = "memcached";
  private static final int START_MS_MAX = 10_000;
  private static final int POLL_MS = 10;

  private final Path folder;
  private final Process process;
  private final Thread atExit;

  private MemcachedProcess(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Whether there is one to start. */
  static boolean isInstalled() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, PROGRAM))) {
        return true;
      }
    }
    return false;
  }

  /** As it calls itself. */
  static String version() {
    try {
      Process process = new ProcessBuilder(PROGRAM, "-V").redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes()).strip();
    } catch (IOException e) {
      return "not installed";
    }
  }

  /**
   * Starts one.
   *
   * @param memoryMib as its {@code -m}
   * @param clock that it lives by
   */
  static MemcachedProcess start(long memoryMib, MemcachedClock clock) {
    if (!isInstalled()) {
      throw new SubjectException("memcached is not installed: apt install memcached, or leave it"
          + " out of --subjects");
    }
    try {
      Path folder = Files.createTempDirectory("gannet-memcached");
      List<String> command = List.of(
          PROGRAM, "-s", folder.resolve("socket").toString(), "-m", Long.toString(memoryMib),
          "-t", "1", "-u", System.getProperty("user.name"));
      ProcessBuilder builder = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("log").toFile());
      clock.rule(builder.environment());
      return new MemcachedProcess(folder, builder.start());
    } catch (IOException e) {
      throw new SubjectException("memcached cannot be started: " + e.getMessage(), e);
    }
  }

  /** A connection, as soon as it listens. */
  SocketChannel connect() {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    for (int waitedMs = 0; waitedMs < START_MS_MAX && process.isAlive(); waitedMs += POLL_MS) {
      try {
        return connectNow(address);
      } catch (IOException e) {
        pause();
      }
    }
    throw new SubjectException("memcached does not listen: " + log());
  }

  private static SocketChannel connectNow(UnixDomainSocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(address);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SubjectException("interrupted while memcached started", e);
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log")).strip();
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(START_MS_MAX, TimeUnit.MILLISECONDS);
      Runtime.getRuntime().removeShutdownHook(atExit);
      Files.deleteIfExists(folder.resolve("socket"));
      Files.deleteIfExists(folder.resolve("log"));
      Files.deleteIfExists(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | IllegalStateException e) {
      // A folder that stays behind, or the end of this process: nothing to be done about it.
    }
  }
}
