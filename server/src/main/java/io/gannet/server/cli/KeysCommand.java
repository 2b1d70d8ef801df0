package io.gannet.server.cli;

import io.gannet.server.config.ConfigurationException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** {@code gannet keys}: lists what a running server stores, asked for at its own port. */
final class KeysCommand {
  /** The word that it is called by. */
  static final String NAME = "keys";

  private static final Set<String> VALUED = Set.of("--server", "--limit");

  private static final List<String> COLUMNS =
      List.of("key", "exp", "la", "cas", "fetch", "cls", "size", "flags");

  private static final String HELP =
      """
      Usage: gannet keys [--server HOST:PORT | --server PATH] [--limit N] [--rows]

      Prints what a running server stores, an item a line, a tab between columns: its key (in a
      URL's letters), when it expires (seconds since the epoch, -1 never), since when it has been
      there for certain or was used last (0: not known), its CAS token (0: it keeps none), whether
      it is known to have been found, its size class or TTL bucket, its bytes, its flags. Clients
      are served meanwhile; what is moved meanwhile may be told twice or not at all.

        --server HOST:PORT  Where the server listens, as it says when it is ready, or the path of
                            its socket. [127.0.0.1:11211]
        --limit N           Ends after so many items.
        --rows              Prints lines as memcached's lru_crawler metadump does.
        -h, --help          Prints this.

      Ends with 1 if no server answers, or if it does not tell all; with 2 if the words are wrong.
      """;

  private final PrintStream out;
  private String server = "127.0.0.1:11211";
  private long limit = Long.MAX_VALUE;
  private boolean rows;
  private boolean help;

  KeysCommand(PrintStream out) {
    this.out = out;
  }

  int run(List<String> args) throws IOException {
    ToolWords.read(args, VALUED, this::take);
    if (help) {
      out.print(HELP);
      return Command.OK;
    }
    try (KeysClient client = KeysClient.connect(server)) {
      tell(client);
    }
    return Command.OK;
  }

  private void take(String word, String value) {
    switch (word) {
      case "--rows" -> rows = true;
      case "-h", "--help" -> help = true;
      case "--server" -> server = value;
      case "--limit" -> limit = ToolWords.count(word, value);
      default ->
          throw new ConfigurationException(
              "'" + word + "' is not expected here; gannet keys --help says what is");
    }
  }

  private void tell(KeysClient client) throws IOException {
    if (!rows) {
      out.println(String.join("\t", COLUMNS));
    }
    long told = 0;
    for (String line = client.next(); line != null && told < limit; line = client.next()) {
      out.println(rows ? line : columns(line));
      told++;
    }
  }

  /** The values of a line, which are in that order, and may be followed by others. */
  private static String columns(String line) throws IOException {
    String[] words = line.split(" ");
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < COLUMNS.size(); i++) {
      String name = COLUMNS.get(i) + "=";
      boolean there = i < words.length && words[i].startsWith(name);
      columns.append(i == 0 ? "" : "\t").append(there ? words[i].substring(name.length()) : "");
    }
    return columns.toString();
  }
}
