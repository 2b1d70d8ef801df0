package io.gannet.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.StatNames;
import io.gannet.engine.metrics.Telling;
import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import io.gannet.server.Reference;
import io.gannet.server.Server;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.config.OptionTable;
import io.gannet.server.product.Probe;
import io.gannet.server.product.Product;
import io.gannet.server.product.Products;
import io.gannet.server.product.Surroundings;
import io.gannet.server.worker.option.Shard;
import io.gannet.server.worker.warm.WarmUp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An option is one line and a metric is one line, in the room that they are of: here a toy's. All
 * else that tells of them finds them there.
 */
class OneLineTest {
  /** The room. */
  private static final class Toy extends MetricGroup {
    static final Option PATIENCE =
        Option.duration("toy-patience", "7s", TimeUnit.SECONDS, 1, 60, "How long a toy waits.");

    final Counter plays = counter("toy_plays_total", "toy_plays", "Times that it was played with.");
  }

  /** A product with that room; otherwise it is another. */
  private record ToyProduct(Product base) implements Product {
    @Override
    public String name() {
      return "toycache";
    }

    @Override
    public String summary() {
      return "a toy";
    }

    @Override
    public Option port() {
      return base.port();
    }

    @Override
    public boolean stores() {
      return base.stores();
    }

    @Override
    public StatNames statNames(Settings settings) {
      return base.statNames(settings);
    }

    @Override
    public List<OptionGroup> ownOptions() {
      List<OptionGroup> groups = new ArrayList<>(base.ownOptions());
      groups.add(new OptionGroup("Toy", List.of(Toy.PATIENCE)));
      return groups;
    }

    @Override
    public Shard.Factory shards(Settings settings, Surroundings server) {
      Shard.Factory factory = base.shards(settings, server);
      return (memory, clock, ownership) -> {
        Shard shard = factory.open(memory, clock, ownership);
        Toy toy = new Toy();
        toy.plays.add(4);
        List<MetricGroup> metrics = new ArrayList<>(shard.metrics());
        metrics.add(toy);
        return new Shard(shard.processor(), metrics, shard.fits());
      };
    }

    @Override
    public Probe probe(Settings settings) {
      return base.probe(settings);
    }

    @Override
    public List<WarmUp.Exchange> warmUp(Settings settings) {
      return base.warmUp(settings);
    }
  }

  private static final Product TOY = new ToyProduct(Products.DEFAULT);

  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private String run(Command.Starter starter, String... args) {
    out.reset();
    PrintStream told = new PrintStream(out, true, UTF_8);
    int code = new Command(told, System.err, environment, List.of(TOY), starter).run(args);
    assertEquals(Command.OK, code);
    return out.toString(UTF_8);
  }

  private String print(String... args) {
    return run(
        (product, configuration) -> {
          throw new AssertionError("no server was to be started");
        },
        args);
  }

  private static void assertTells(String text, String part) {
    assertTrue(text.contains(part), part + " in " + text);
  }

  @Test
  void anOptionIsOneLine(@TempDir Path folder) throws IOException {
    assertTells(print("--help"), "--toy-patience TIME");
    assertTells(print("--help"), "How long a toy waits. [7s]");
    assertTells(print("--print-config"), "# default\ntoy-patience = \"7s\"");
    String file =
        Files.writeString(folder.resolve("g.toml"), "\ntoy-patience = \"8s\"\n").toString();
    String ofFile = print("--config", file, "--print-config");
    assertTells(ofFile, "# file " + file + ":2; default \"7s\"\ntoy-patience = \"8s\"");
    environment.put("GANNET_TOY_PATIENCE", "9");
    String ofVariable = print("--config", file, "--print-config");
    assertTells(ofVariable, "# environment GANNET_TOY_PATIENCE; default \"7s\"");
    String ofFlag = print("--config", file, "--toy-patience=10s", "--print-config");
    assertTells(ofFlag, "# flag --toy-patience; default \"7s\"\ntoy-patience = \"10s\"");
    LinkedHashMap<String, OptionTable> tables = new LinkedHashMap<>();
    tables.put(TOY.name(), CommonOptions.table(TOY));
    assertTells(
        Reference.options(tables),
        "| `--toy-patience` | `GANNET_TOY_PATIENCE` | time in seconds | `7s` | from 1s to 60s |");
  }

  @Test
  void aMetricIsOneLine() {
    environment.put("GANNET_TOY_PATIENCE", "9");
    run(
        (product, configuration) -> {
          Server server = Server.start(product, configuration);
          try {
            examine(server);
          } finally {
            server.stop();
          }
          return server;
        },
        "--port=0", "--admin-port=0", "--no-warm-up", "--workers=2", "--memory=16MiB");
  }

  private void examine(Server server) {
    String metrics = page(server, "/metrics");
    assertTells(metrics, "# TYPE gannet_toy_plays_total counter\n");
    assertTells(metrics, "# HELP gannet_toy_plays_total Times that it was played with.\n");
    assertTells(metrics, "\ngannet_toy_plays_total{worker=\"1\"} 4\n");
    assertTells(page(server, "/stats"), "\"toy_plays\" : 8");
    assertTells(page(server, "/config"), "\"name\" : \"toy-patience\",\n    \"value\" : 9,");
    assertTells(page(server, "/stats/settings"), "\"toy-patience\" : \"9s\"");
    assertTells(ask(server, "stats\r\nquit\r\n"), "STAT toy_plays 8\r\n");
    assertTells(print("stats", "--admin", server.adminAddress()), "toy_plays ");
    LinkedHashMap<String, Telling> tellings = new LinkedHashMap<>();
    tellings.put(TOY.name(), server.telling());
    assertTells(
        Reference.metrics(tellings, StatNames.NONE),
        "| `toy_plays_total` | `toy_plays` |  | counter | sum | Times that it was played with. |");
    ask(server, "stats reset\r\nquit\r\n");
    assertTells(page(server, "/metrics"), "\ngannet_toy_plays_total{worker=\"1\"} 0\n");
    assertTells(page(server, "/stats"), "\"toy_plays\" : 0");
  }

  private static String page(Server server, String path) {
    URI uri = URI.create("http://" + server.adminAddress() + path);
    try {
      return new String(uri.toURL().openStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is answered up to the end of the conversation. */
  private static String ask(Server server, String request) {
    URI uri = URI.create("tcp://" + server.readyAddress());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
