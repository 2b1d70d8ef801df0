package io.gannet.server.launcher;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gannet.server.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What makes a host hostile, as words that a command is to be run by. Where it can't be had a test
 * is skipped with a word, and fails if CI is set.
 */
final class Hardship {
  private Hardship() {}

  private static void need(boolean there, String what) {
    if (!there) {
      String message = "needs " + what;
      if (System.getenv("CI") != null) {
        fail(message);
      }
      abort(message);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** The words that have a command run as nobody, who owns nothing. */
  static List<String> asNobody() {
    need(isRoot() && Programs.isInstalled("setpriv"), "root and setpriv");
    return List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  }

  /** The words that have a command run where a folder is on a mount that is read-only. */
  static List<String> readOnly(Path folder) {
    need(isRoot() && Programs.isInstalled("unshare"), "root and unshare");
    String mount = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"";
    return List.of("unshare", "--mount", "bash", "-c", mount, folder.toString());
  }

  /** The words that have a command run with a limit, as prlimit(1) takes it. */
  static List<String> withLimit(String limit) {
    need(Programs.isInstalled("prlimit"), "prlimit");
    return List.of("prlimit", limit);
  }

  /** A cgroup that can be made here. */
  interface Making {
    Cgroup make() throws IOException;
  }

  static Cgroup cgroup(Making making) {
    try {
      return making.make();
    } catch (IOException e) {
      need(false, "a cgroup of its own: " + e);
      throw new AssertionError(e);
    }
  }

  /** The words that have a command run as nobody, who may lock so much memory. */
  static List<String> withMemlock(long bytes) {
    List<String> by = new ArrayList<>(asNobody());
    by.addAll(withLimit("--memlock=" + bytes + ":" + bytes));
    return by;
  }
}
