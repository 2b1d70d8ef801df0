package io.gannet.server.cli;

import io.gannet.server.config.ConfigurationException;
import io.gannet.server.config.Given;
import io.gannet.server.config.NearestName;
import io.gannet.server.config.OptionTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The words of a command line, taken apart but not yet read. */
final class Words {
  private final List<Given> given = new ArrayList<>();
  private final Set<Ask> asks = new LinkedHashSet<>();
  private String config;

  /** What can be asked for instead of a server. */
  enum Ask {
    /** The options. */
    HELP,
    /** What this is. */
    VERSION,
    /** The values in effect. */
    PRINT_CONFIG
  }

  /**
   * Takes them apart.
   *
   * @param args without the product's name
   * @throws ConfigurationException if an option is unknown or lacks its value
   */
  static Words of(OptionTable table, List<String> args) {
    return PlainWords.read(table, args).orElseGet(() -> any(table, args));
  }

  /** By picocli, which knows every form and says what is wrong with the rest. */
  static Words any(OptionTable table, List<String> args) {
    Words words = new Words();
    CommandSpec spec = Grammar.of(table, words);
    try {
      new CommandLine(spec).parseArgs(args.toArray(String[]::new));
      return words;
    } catch (UnmatchedArgumentException e) {
      throw unknown(e.getUnmatched().get(0), table);
    } catch (ParameterException e) {
      throw new ConfigurationException(e.getMessage());
    }
  }

  private static ConfigurationException unknown(String word, OptionTable table) {
    if (!word.startsWith("-")) {
      return new ConfigurationException(
          "'" + word + "' is not expected here; options begin with --, a product's name comes first");
    }
    String name = word.replaceFirst("=.*", "").replaceFirst("^-+", "");
    List<String> names = new ArrayList<>(table.names());
    names.addAll(Grammar.OWN_NAMES);
    String question = NearestName.question("--", name, names);
    return new ConfigurationException("unknown option " + word + question);
  }

  void add(Given one) {
    given.add(one);
  }

  void ask(Ask ask) {
    asks.add(ask);
  }

  void config(String file) {
    config = file;
  }

  /** The values, in the order written. */
  List<Given> given() {
    return given;
  }

  /** True if that was asked for. */
  boolean asks(Ask ask) {
    return asks.contains(ask);
  }

  /** The configuration file's name, or null. */
  String config() {
    return config;
  }
}
