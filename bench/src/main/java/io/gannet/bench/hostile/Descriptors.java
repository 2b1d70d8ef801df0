package io.gannet.bench.hostile;

import io.gannet.bench.observe.ServerProcess;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Takes the server's descriptors away while a hundred connect, and gives them back: then all must
 * be let in and answered. By prlimit(1), as the limit is another process's.
 */
final class Descriptors implements Attack {
  private static final int CLIENTS = 100;
  private static final int PRLIMIT_SEC_MAX = 5;

  @Override
  public Assault begin(Site site) throws IOException, InterruptedException {
    ServerProcess process =
        site.process().orElseThrow(() -> new Unavailable("its process is not to be seen"));
    String before = process.descriptorLimits().orElseThrow(() -> new Unavailable("no limits"));
    limit(process.pid(), process.descriptors() + ":" + before.substring(before.indexOf(':') + 1));
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
          limit(process.pid(), before);
        } catch (IOException e) {
          throw new IllegalStateException("descriptors cannot be given back", e);
        }
      }
    };
  }

  private static void limit(long pid, String softAndHard)
      throws IOException, InterruptedException {
    Process prlimit =
        new ProcessBuilder("prlimit", "--pid", Long.toString(pid), "--nofile=" + softAndHard)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!prlimit.waitFor(PRLIMIT_SEC_MAX, TimeUnit.SECONDS) || prlimit.exitValue() != 0) {
      throw new Unavailable("prlimit cannot set its limit of open files: are we its user or root?");
    }
  }
}
