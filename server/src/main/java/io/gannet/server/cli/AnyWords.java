package io.gannet.server.cli;

import io.gannet.server.config.ConfigurationException;
import io.gannet.server.config.NearestName;
import io.gannet.server.config.OptionTable;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads any command line, with picocli, and says what is wrong with one that can't be read. */
final class AnyWords {
  private AnyWords() {}

  static Words read(OptionTable table, List<String> args) {
    Words words = new Words();
    try {
      new CommandLine(Grammar.of(table, words)).parseArgs(args.toArray(String[]::new));
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
          "'" + word + "' is not expected here; a product comes first, options begin with -");
    }
    String name = word.replaceFirst("=.*", "").replaceFirst("^-+", "");
    List<String> names = new ArrayList<>(table.names());
    names.addAll(Grammar.OWN_NAMES);
    String question = NearestName.question("--", name, names);
    return new ConfigurationException("unknown option " + word + question);
  }
}
