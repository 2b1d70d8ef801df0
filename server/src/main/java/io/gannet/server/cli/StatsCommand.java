package io.gannet.server.cli;

import io.gannet.server.config.ConfigurationException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code gannet stats [SECTION | --walk] …}: asks a server's admin. */
final class StatsCommand {
  /** The word that it is called by. */
  static final String NAME = "stats";

  private static final String CONNECTIONS = "conns";
  private static final Set<String> VALUED = Set.of("--by", "--admin", "--token-file");

  private static final String HELP =
      """
      Usage: gannet stats [SECTION] [--rows] [--admin HOST:PORT]
             gannet stats conns [--by WHAT] [--rows] [--admin HOST:PORT]
             gannet stats --walk [--admin HOST:PORT]

      Prints what a running server counts. The sections: none for the general one; items, and,
      by what the server stores in, segments, slabs or table; sizes; conns, who holds most;
      mrc, the misses that there would be with other memory.

        --walk             Has all items counted again and compared with the counters, in slices
                           between which clients are served; how many, and the longest, is told.
        --by WHAT          Which connections: those that hold most of unsent (bytes), blocks,
                           chunks, pins, buffers or memory, or have been idle for longest. [unsent]
        --rows             Prints lines as memcached's stats does, and no tables.
        --admin HOST:PORT  Where the server's admin listens, as its banner says it. [127.0.0.1:9999]
        --token-file FILE  Holds the token of its --admin-token-file.
        -h, --help         Prints this.

      Ends with 1 if no server answers, if it has no such section, or if the walk finds other than
      what was counted; with 2 if the words are wrong.
      """;

  private final PrintStream out;
  private final PrintStream err;
  private String section = "";
  private String by = "";
  private String address = "127.0.0.1:9999";
  private String tokenFile = "";
  private boolean walk;
  private boolean rows;
  private boolean help;

  StatsCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  int run(List<String> args) throws IOException {
    read(args);
    if (help) {
      out.print(HELP);
      return Command.OK;
    }
    AdminClient admin = new AdminClient(address, tokenFile);
    return walk ? walk(admin) : tell(admin);
  }

  private void read(List<String> args) {
    ToolWords.read(args, VALUED, this::take);
    if (!by.isEmpty() && !section.equals(CONNECTIONS)) {
      throw new ConfigurationException("--by is of stats " + CONNECTIONS + " alone");
    }
    if (walk && (rows || !section.isEmpty())) {
      throw new ConfigurationException("--walk goes through everything: no SECTION, no --rows");
    }
  }

  private void take(String word, String value) {
    switch (word) {
      case "--walk" -> walk = true;
      case "--rows" -> rows = true;
      case "-h", "--help" -> help = true;
      case "--admin" -> address = value;
      case "--token-file" -> tokenFile = value;
      case "--by" -> by = value;
      default -> takeSection(word);
    }
  }

  private void takeSection(String word) {
    if (word.startsWith("-") || !section.isEmpty()) {
      throw new ConfigurationException(
          "'" + word + "' is not expected here; gannet stats --help says what is");
    }
    section = word;
  }

  private int tell(AdminClient admin) throws IOException {
    boolean ofConnections = section.equals(CONNECTIONS);
    Map<String, String> stats = ofConnections ? admin.connections(by) : admin.stats(section);
    if (rows) {
      stats.forEach((name, value) -> out.println("STAT " + name + " " + value));
    } else {
      StatTable.of(stats).forEach(table -> out.print(table.text()));
    }
    return Command.OK;
  }

  private int walk(AdminClient admin) throws IOException {
    List<WalkTold> walks = admin.walk();
    if (walks.isEmpty()) {
      out.println("this server stores nothing: there is nothing to walk through");
      return Command.OK;
    }
    boolean good = true;
    int worker = 0;
    for (WalkTold told : walks) {
      out.println(
          "worker %d: %.1f ms, in %d slices of at most %.1f ms"
              .formatted(worker, told.tookUs() / 1e3, told.slices(), told.longestUs() / 1e3));
      List<List<String>> lines = new ArrayList<>();
      lines.add(List.of("", "counter", "walk"));
      lines.addAll(told.counts());
      out.print(new StatTable(lines).text());
      told.faults().forEach(fault -> err.println("gannet: " + fault));
      good &= told.faults().isEmpty();
      worker++;
    }
    out.println(good ? "the counters equal the walk" : "the walk found other than was counted");
    return good ? Command.OK : Command.FAILED;
  }
}
