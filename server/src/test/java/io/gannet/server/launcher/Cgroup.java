package io.gannet.server.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A cgroup of a test, version 1 or 2, with one limit; it goes when those in it have ended. */
final class Cgroup implements AutoCloseable {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");
  private static final int POLLS_MAX = 500;
  private static final long POLL_MS = 10;

  private final Path folder;

  private Cgroup(Path folder) {
    this.folder = folder;
  }

  /** With so much memory. */
  static Cgroup ofMemory(long bytes) throws IOException {
    Cgroup cgroup = make("memory");
    cgroup.write(isVersion2() ? "memory.max" : "memory.limit_in_bytes", Long.toString(bytes));
    return cgroup;
  }

  /** With so much of one CPU. */
  static Cgroup ofCpu(int percent) throws IOException {
    Cgroup cgroup = make("cpu");
    int periodUs = 100_000;
    int quotaUs = periodUs / 100 * percent;
    if (isVersion2()) {
      cgroup.write("cpu.max", quotaUs + " " + periodUs);
    } else {
      cgroup.write("cpu.cfs_period_us", Integer.toString(periodUs));
      cgroup.write("cpu.cfs_quota_us", Integer.toString(quotaUs));
    }
    return cgroup;
  }

  private static boolean isVersion2() {
    return Files.exists(MOUNT.resolve("cgroup.controllers"));
  }

  private static Cgroup make(String controller) throws IOException {
    Path above = isVersion2() ? MOUNT : MOUNT.resolve(controller);
    if (isVersion2()) {
      Files.writeString(above.resolve("cgroup.subtree_control"), "+" + controller);
    }
    return new Cgroup(
        Files.createDirectory(above.resolve("gannet-test-" + ProcessHandle.current().pid())));
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  /** The words that have a command run in it. */
  List<String> words() {
    return List.of(
        "bash", "-c", "echo $$ >\"$0\" && exec \"$@\"", folder.resolve("cgroup.procs").toString());
  }

  /** The most memory that those in it have had. */
  long mostBytes() throws IOException {
    String file = isVersion2() ? "memory.peak" : "memory.max_usage_in_bytes";
    return Long.parseLong(Files.readString(folder.resolve(file)).strip());
  }

  @Override
  public void close() throws Exception {
    for (int i = 0; i < POLLS_MAX; i++) {
      try {
        Files.deleteIfExists(folder);
        return;
      } catch (IOException e) { // a process that was killed is still there for a moment
        Thread.sleep(POLL_MS);
      }
    }
    throw new IllegalStateException(folder + " is still in use");
  }
}
