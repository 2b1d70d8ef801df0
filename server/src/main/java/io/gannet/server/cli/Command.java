package io.gannet.server.cli;

import io.gannet.server.Server;
import io.gannet.server.Version;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.ConfigurationException;
import io.gannet.server.config.Environment;
import io.gannet.server.config.Given;
import io.gannet.server.config.NearestName;
import io.gannet.server.config.OptionTable;
import io.gannet.server.config.TomlFile;
import io.gannet.server.klog.cli.KlogCommand;
import io.gannet.server.product.Product;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One run of the command, from its words to its exit code. */
final class Command {
  /** All went as it should. */
  static final int OK = 0;

  /** The words were right, but the server could not start. */
  static final int FAILED = 1;

  /** The words were wrong. */
  static final int MISUSED = 2;

  private static final String DEBUG_VARIABLE = "GANNET_DEBUG";

  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private final List<Product> products;
  private final Starter starter;

  /** What was said that means nothing here. */
  private final List<String> notes = new ArrayList<>();

  /** Turns a configured product into a server that runs. */
  interface Starter {
    Server start(Product product, Configuration configuration);
  }

  /**
   * A run.
   *
   * @param environment the variables that it may look at
   * @param products what may be run, the default first
   */
  Command(
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      List<Product> products,
      Starter starter) {
    this.out = out;
    this.err = err;
    this.environment = environment;
    this.products = products;
    this.starter = starter;
  }

  /** Runs until the server stops, or there is nothing to run. */
  int run(String... args) {
    List<String> words = List.of(args);
    String first = args.length > 0 ? args[0] : "";
    List<String> rest = words.subList(Math.min(1, args.length), args.length);
    try {
      return switch (first) {
        case StatsCommand.NAME -> new StatsCommand(out, err).run(rest);
        case TopCommand.NAME -> new TopCommand(out).run(rest);
        case KeysCommand.NAME -> new KeysCommand(out).run(rest);
        case KlogCommand.NAME -> KlogCommand.run(out, err, rest);
        default ->
            first.isEmpty() || first.startsWith("-")
                ? run(products.getFirst(), words)
                : run(product(first), rest);
      };
    } catch (ConfigurationException e) {
      tell(e);
      err.println("gannet: try --help");
      return MISUSED;
    } catch (IOException e) { // a tool's: no server answers, or not as it should
      tell(e);
      return FAILED;
    }
  }

  private void tell(Exception e) {
    err.println("gannet: " + e.getMessage().replace("\n", "\ngannet: "));
  }

  private Product product(String word) {
    for (Product product : products) {
      if (product.name().equals(word)) {
        return product;
      }
    }
    List<String> names = products.stream().map(Product::name).toList();
    String question = NearestName.question("", word, names);
    throw new ConfigurationException(
        "unknown product '" + word + "'" + question + "\nthere are: " + String.join(", ", names));
  }

  private int run(Product product, List<String> args) {
    OptionTable table = CommonOptions.table(product);
    MemcachedWords.Read read = MemcachedWords.read(table, args);
    notes.addAll(read.notes());
    Words words = Words.of(table, read.words());
    if (words.asks(Words.Ask.HELP)) {
      out.print(HelpText.of(product, table));
      return OK;
    }
    if (words.asks(Words.Ask.VERSION)) {
      out.println("gannet " + Version.text());
      return OK;
    }
    if (words.asks(Words.Ask.LICENSE)) {
      out.println("Gannet is under the Apache License, Version 2.0: see LICENSE");
      return OK;
    }
    Configuration configuration = configuration(table, words);
    notes.forEach(note -> err.println("gannet: " + note));
    if (words.asks(Words.Ask.PRINT_CONFIG)) {
      out.println("# gannet " + Version.text() + ": " + product.name() + "\n");
      out.print(configuration.toToml());
      return OK;
    }
    return serve(product, configuration);
  }

  private Configuration configuration(OptionTable table, Words words) {
    List<Given> given = new ArrayList<>();
    if (words.config() != null) {
      given.addAll(TomlFile.read(Path.of(words.config()), table));
    }
    if (words.memcachedConf() != null) {
      MemcachedConf.Read read = MemcachedConf.read(Path.of(words.memcachedConf()), table);
      given.addAll(read.given());
      notes.addAll(read.notes());
    }
    given.addAll(Environment.read(environment, table, namesOfAll()));
    given.addAll(words.given());
    given.addAll(MemcachedVariables.read(environment, table, given));
    return new Configuration(table, given);
  }

  /** Whatever product they are of: one environment may be that of several servers. */
  private Set<String> namesOfAll() {
    Set<String> names = new HashSet<>();
    products.forEach(product -> names.addAll(CommonOptions.table(product).names()));
    return names;
  }

  private int serve(Product product, Configuration configuration) {
    SdNotify manager = SdNotify.of(environment, err);
    Shutdown shutdown = Shutdown.arm(out, err, manager::stopping);
    Traces traces = Traces.of(configuration, environment);
    try (Server server = start(product, configuration)) {
      shutdown.server(server, traces);
      server.banner().forEach(err::println);
      traces.leave(server);
      manager.open();
      server.guard().ifPresent(err::println);
      out.println("ready " + server.readyAddress());
      out.flush();
      manager.ready("serving on " + server.readyAddress(), server::unhealthy);
      listen(server, manager);
      int code = server.awaitStop();
      shutdown.disarm();
      traces.remove();
      return code;
    } catch (ConfigurationException e) {
      shutdown.disarm();
      throw e;
    } catch (IllegalArgumentException e) { // a room's own check of its options
      shutdown.disarm();
      throw new ConfigurationException(e.getMessage());
    } catch (Throwable e) { // a border: whatever failed is told in the user's words
      shutdown.disarm();
      explain(e, configuration.on(CommonOptions.VERBOSE));
      return FAILED;
    }
  }

  private void listen(Server server, SdNotify manager) {
    Signals.listen(
        new Hangup(server, err),
        () -> {
          manager.stopping();
          server.stop();
        });
  }

  private Server start(Product product, Configuration configuration) {
    String word = OtherUser.become(configuration);
    if (word != null) {
      err.println("gannet: " + word);
    }
    return starter.start(product, configuration);
  }

  private void explain(Throwable e, boolean verbose) {
    boolean told = e.getMessage() != null && e instanceof RuntimeException;
    err.println("gannet: " + (told ? e.getMessage() : e.toString()));
    if (verbose || environment.containsKey(DEBUG_VARIABLE)) {
      e.printStackTrace(err);
    } else if (!told) {
      err.println("gannet: " + DEBUG_VARIABLE + "=1 shows where");
    }
  }
}
