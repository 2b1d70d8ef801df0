package io.gannet.server.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * What servers under test are carried by: io_uring where there is any, or what is asked for by
 * {@code -Dgannet.transport=epoll}; and whether those in processes of their own are filtered.
 */
final class Transports {
  static final String WANTED = System.getProperty("gannet.transport", "auto");

  private Transports() {}

  /** The words of a command line, and these behind them if they start a server. */
  static List<String> with(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    boolean says = all.contains("--transport") || all.contains("--help");
    if (RunningServer.FILTERED && !all.contains("--help") && !all.contains("--seccomp")) {
      all.add("--seccomp");
    }
    if (!says && !WANTED.equals("auto")) {
      all.addAll(List.of("--transport", WANTED));
    }
    return all;
  }
}
