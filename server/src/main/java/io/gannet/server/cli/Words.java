package io.gannet.server.cli;

import io.gannet.server.config.Given;
import io.gannet.server.config.OptionTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The words of a command line, taken apart but not yet read. */
final class Words {
  private final List<Given> given = new ArrayList<>();
  private final Set<Ask> asks = new LinkedHashSet<>();
  private String config;
  private String memcachedConf;

  /** What can be asked for instead of a server. */
  enum Ask {
    /** The options. */
    HELP,
    /** What this is. */
    VERSION,
    /** Under which licence it may be used. */
    LICENSE,
    /** The values in effect. */
    PRINT_CONFIG
  }

  /**
   * Takes them apart.
   *
   * @param args without the product's name
   * @throws io.gannet.server.config.ConfigurationException if an option is unknown or lacks a value
   */
  static Words of(OptionTable table, List<String> args) {
    return PlainWords.read(table, args).orElseGet(() -> AnyWords.read(table, args));
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

  void memcachedConf(String file) {
    memcachedConf = file;
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

  /** The name of a file of memcached's options, or null. */
  String memcachedConf() {
    return memcachedConf;
  }
}
