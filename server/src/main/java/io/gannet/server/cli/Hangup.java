package io.gannet.server.cli;

import io.gannet.server.Server;
import java.io.PrintStream;
import java.util.Optional;

/**
 * What SIGHUP asks a daemon for: to open its log anew and to read again what it may. A terminal
 * that closes says the same. Where there is neither it says so, and goes on.
 *
 * @param server whose log and users these are
 * @param err where it is told what came of it
 */
record Hangup(Server server, PrintStream err) implements Runnable {
  private static final String WORD =
      "the options are those of the start, and there is no --log-file that could be opened anew;"
          + " SIGTERM ends it";

  @Override
  public void run() {
    boolean reopened = server.reopenLog().isPresent();
    Optional<String> read = server.readAgain();
    if (read.isPresent() || !reopened) {
      err.println("gannet: SIGHUP: " + read.orElse(WORD));
    }
  }
}
