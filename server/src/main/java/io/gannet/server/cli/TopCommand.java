package io.gannet.server.cli;

import io.gannet.server.config.ConfigurationException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** {@code gannet top}: what a running server does, again and again, asked for at its admin. */
final class TopCommand {
  /** The word that it is called by. */
  static final String NAME = "top";

  private static final Set<String> VALUED =
      Set.of("--interval", "--count", "--admin", "--token-file");

  private static final String HELP =
      """
      Usage: gannet top [--once] [--interval SECONDS] [--count N] [--admin HOST:PORT]

      Shows what a running server does, until it is interrupted: requests a second, how long they
      take, the workers and what a request costs each, memory, the keys asked for most. Each
      figure is of the time since the one before.

        --once              Prints one screen, of one interval, without a terminal's letters.
        --interval SECONDS  Time between two screens, 0.1 to 3600. [1]
        --count N           Ends after so many screens.
        --admin HOST:PORT   Where the server's admin listens, as its banner says it.
                            [127.0.0.1:9999]
        --token-file FILE   Holds the token of its --admin-token-file.
        -h, --help          Prints this.

      Ends with 1 if no server answers; with 2 if the words are wrong.
      """;

  /** A terminal's second screen, so that what was there is there again afterwards. */
  private static final String OPEN = "\u001b[?1049h\u001b[?25l";

  private static final String CLOSE = "\u001b[?25h\u001b[?1049l";

  /** To the corner; what is left of a longer line, and below, is wiped away as it is written. */
  private static final String HOME = "\u001b[H";

  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST = "\u001b[J";

  private final PrintStream out;
  private String address = "127.0.0.1:9999";
  private String tokenFile = "";
  private double intervalSec = 1;
  private long screens = Long.MAX_VALUE;
  private boolean once;
  private boolean help;

  TopCommand(PrintStream out) {
    this.out = out;
  }

  int run(List<String> args) throws IOException {
    ToolWords.read(args, VALUED, this::take);
    if (help) {
      out.print(HELP);
      return Command.OK;
    }
    AdminClient admin = new AdminClient(address, tokenFile);
    if (once) {
      show(admin, 1, "", "", "");
    } else {
      live(admin);
    }
    return Command.OK;
  }

  private void take(String word, String value) {
    switch (word) {
      case "--once" -> once = true;
      case "-h", "--help" -> help = true;
      case "--interval" -> intervalSec = interval(value);
      case "--count" -> screens = ToolWords.count(word, value);
      case "--admin" -> address = value;
      case "--token-file" -> tokenFile = value;
      default ->
          throw new ConfigurationException(
              "'" + word + "' is not expected here; gannet top --help says what is");
    }
  }

  private static double interval(String text) {
    double seconds = text.matches("[0-9]{1,4}(\\.[0-9]{1,3})?") ? Double.parseDouble(text) : 0;
    if (seconds < 0.1 || seconds > 3600) {
      throw new ConfigurationException("--interval " + text + ": give seconds, 0.1 to 3600");
    }
    return seconds;
  }

  /** Whatever ends it, the terminal is as it was. */
  private void live(AdminClient admin) throws IOException {
    Thread closing = new Thread(() -> print(CLOSE));
    Runtime.getRuntime().addShutdownHook(closing);
    print(OPEN);
    try {
      show(admin, screens, HOME, REST_OF_LINE, REST);
    } finally {
      if (Runtime.getRuntime().removeShutdownHook(closing)) {
        print(CLOSE);
      }
    }
  }

  private void show(AdminClient admin, long count, String head, String lineEnd, String foot)
      throws IOException {
    Scrape before = admin.scrape();
    for (long screen = 0; screen < count; screen++) {
      sleep();
      Scrape after = admin.scrape();
      String text = new TopScreen(address, new Change(before, after), admin.hotKeys()).text();
      print(head + text.replace("\n", lineEnd + "\n") + foot);
      before = after;
    }
  }

  private void sleep() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep((long) (intervalSec * 1e3));
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  private void print(String text) {
    out.print(text);
    out.flush();
  }
}
