package io.gannet.bench.hostile;

import io.gannet.bench.observe.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Takes the server's descriptors away while a hundred connect, and gives them back: then all must
 * be let in and answered. By prlimit(1) as the server's own user: a root without CAP_SYS_RESOURCE, as
 * in a container, may not limit others.
 */
final class Descriptors implements Attack {
  private static final int CLIENTS = 100;
  private static final int PRLIMIT_SEC_MAX = 5;

  @Override
  public Assault begin(Site site) throws IOException, InterruptedException {
    ServerProcess process =
        site.process().orElseThrow(() -> new Unavailable("its process is not to be seen"));
    String before = process.descriptorLimits().orElseThrow(() -> new Unavailable("no limits"));
    limit(process, process.descriptors() + before.substring(before.indexOf(':')));
    Habit polite = new Conversing(Bytes.of("get small\r\n"), 1, true, true);
    Crowd crowd = new Crowd(site.server(), polite, CLIENTS).start();
    return new Assault() {
      @Override
      public void finish() throws InterruptedException {
        giveBack();
        crowd.finish();
      }

      @Override
      public Toll end() throws InterruptedException {
        giveBack();
        return crowd.end();
      }

      private void giveBack() throws InterruptedException {
        try {
          limit(process, before);
        } catch (IOException e) {
          throw new IllegalStateException("descriptors cannot be given back", e);
        }
      }
    };
  }

  private static void limit(ServerProcess process, String softAndHard)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(asItsUser(process));
    words.addAll(List.of(
        "prlimit", "--pid", Long.toString(process.pid()), "--nofile=" + softAndHard));
    Process prlimit = new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    if (!prlimit.waitFor(PRLIMIT_SEC_MAX, TimeUnit.SECONDS) || prlimit.exitValue() != 0) {
      throw new Unavailable("prlimit cannot set its limit of open files: are we its user or root?");
    }
  }

  private static List<String> asItsUser(ServerProcess process) {
    long own = new ServerProcess(ProcessHandle.current().pid()).user();
    return process.user() == own
        ? List.of()
        : List.of("setpriv", "--reuid", Long.toString(process.user()),
            "--regid", Long.toString(process.group()), "--clear-groups");
  }
}
