package io.gannet.server.wire;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gannet.server.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The memcached that is installed here, to compare with. */
final class Memcached implements AutoCloseable {
  private static final int POLLS_MAX = 500;
  private static final long POLL_MS = 10;

  private final Process process;
  private final int port;

  private Memcached(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one; without one the test is skipped, but for in CI. */
  static Memcached start() throws IOException {
    assumeTrue(Programs.isInstalled("memcached") || System.getenv("CI") != null, "no memcached");
    int port = Programs.freePort();
    Process process =
        new ProcessBuilder("memcached", "-u", "nobody", "-l", "127.0.0.1", "-p", "" + port)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Memcached(process, port);
  }

  /** As soon as it listens. */
  Client connect() throws InterruptedException {
    for (int i = 0; ; i++) {
      try {
        return Client.connect(port);
      } catch (UncheckedIOException e) {
        if (i == POLLS_MAX) {
          throw e;
        }
        Thread.sleep(POLL_MS);
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
