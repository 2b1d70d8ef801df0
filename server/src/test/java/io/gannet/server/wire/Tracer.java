package io.gannet.server.wire;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** strace(1), which tampers with the system calls of one thread of a server while it is open. */
final class Tracer implements AutoCloseable {
  private static final Path STRACE = Path.of("/usr/bin/strace");

  /** What a ring waits in, whichever kernel it lies on. */
  private static final String ENTERS = "io_uring_enter,epoll_pwait,epoll_pwait2";

  private static final String HOLD = "delay_enter=120000000";
  private static final int LOOKS_MAX = 3_000;
  private static final int LOOKS_HELD = 20;
  private static final long LOOK_MS = 10;

  private final Process process;

  private Tracer(Process process) {
    this.process = process;
  }

  /** Holds a thread in its next call, once this returns. */
  static Tracer hold(ServerProcess server, String threadName) throws Exception {
    Tracer tracer = inject(server, threadName, HOLD);
    try {
      int held = 0;
      for (int i = 0; held < LOOKS_HELD; i++) {
        if (i == LOOKS_MAX) {
          throw new IOException(threadName + " is not held");
        }
        held = server.isTraced(threadName) ? held + 1 : 0;
        Thread.sleep(LOOK_MS);
      }
      return tracer;
    } catch (IOException | InterruptedException e) {
      tracer.close();
      throw e;
    }
  }

  /** A test is skipped where there is no strace, or where it may not; not in CI. */
  static Tracer inject(ServerProcess server, String threadName, String injection)
      throws IOException {
    return attach(
        server, threadName, "-e", "trace=" + ENTERS, "-e", "inject=" + ENTERS + ":" + injection);
  }

  /** Writes a line to a file for each entry of the thread into its ring, and lets it be. */
  static Tracer watch(ServerProcess server, String threadName, Path calls) throws IOException {
    return attach(server, threadName, "-e", "trace=io_uring_enter", "-o", calls.toString());
  }

  private static Tracer attach(ServerProcess server, String threadName, String... words)
      throws IOException {
    boolean mayLack = System.getenv("CI") == null;
    assumeTrue(!mayLack || Files.isExecutable(STRACE), "no strace");
    List<String> command = new ArrayList<>(List.of(STRACE.toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("-p", Integer.toString(server.tid(threadName))));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String line = process.inputReader().readLine();
    boolean attached = line != null && line.contains("attached");
    assumeTrue(!mayLack || attached, "strace may not: " + line);
    if (!attached) {
      throw new IOException("strace: " + line);
    }
    return new Tracer(process);
  }

  /** Waits until the thread has made so many of the calls. */
  void awaitCalls(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      String line = process.inputReader().readLine();
      if (line == null) {
        throw new IOException("the thread has ended");
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
