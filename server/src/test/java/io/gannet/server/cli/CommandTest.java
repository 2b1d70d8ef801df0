package io.gannet.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.server.Server;
import io.gannet.server.StartupException;
import io.gannet.server.product.Product;
import io.gannet.server.product.Products;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Command.Starter starter =
      (product, configuration) -> {
        throw new AssertionError("no server was to be started");
      };

  private int run(String... args) {
    out.reset();
    err.reset();
    return new Command(print(out), print(err), environment, Products.ALL, starter).run(args);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private void assertMisused(String message, String... args) {
    assertEquals(Command.MISUSED, run(args));
    assertEquals("gannet: " + message + "\ngannet: try --help\n", err());
    assertEquals("", out());
  }

  @Test
  void helpNamesEveryProductAndEveryOption() {
    assertEquals(Command.OK, run("--help"));
    assertTrue(out().startsWith("Usage: gannet [PRODUCT] [OPTIONS]\n"), out());
    Products.ALL.forEach(product -> assertTrue(out().contains("\n  " + product.name()), out()));
    for (String name : CommonOptions.table(Products.DEFAULT).names()) {
      assertTrue(out().matches("(?s).*--(\\[no-\\])?" + name + "\\b.*"), name);
    }
    assertEquals("", err());
  }

  @Test
  void helpIsPlainText() {
    run("--help");
    assertFalse(out().contains("\u001b"), "escape sequences");
    assertFalse(out().contains("%n"), out());
    assertTrue(out().lines().allMatch(line -> line.length() <= 100), out());
  }

  @Test
  void eachProductHasItsOwnHelp() {
    for (Product product : Products.ALL) {
      assertEquals(Command.OK, run(product.name(), "-h"));
      assertTrue(out().contains("Options of " + product.name() + ","), out());
      for (String name : CommonOptions.table(product).names()) {
        assertTrue(out().matches("(?s).*--(\\[no-\\])?" + name + "\\b.*"), name);
      }
      assertEquals(product.stores(), out().contains("--memory"), out());
    }
  }

  @Test
  void theVersionIsTheModules() {
    assertEquals(Command.OK, run("--version"));
    assertTrue(out().matches("gannet \\S+\n"), out());
    assertEquals(Command.OK, run("-V"));
  }

  @Test
  void theConfigurationInEffectIsPrintedAndReadsBack(@TempDir Path folder) throws IOException {
    assertEquals(Command.OK, run("-m", "128", "--port=0", "--print-config"));
    assertTrue(out().contains("\nmemory = \"128MiB\"\n"), out());
    assertTrue(out().contains("# flag -m; default \"1GiB\"\n"), out());
    Path file = Files.writeString(folder.resolve("g.toml"), out());
    assertEquals(Command.OK, run("--config", file.toString(), "-p", "7", "--print-config"));
    assertTrue(out().contains("\nmemory = \"128MiB\"\n"), out());
    assertTrue(out().contains("\nport = 7\n"), out());
  }

  @Test
  void theEnvironmentIsReadAndWhatIsWrongThereIsTold(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("g.toml"), "workers = 3\nport = 5\n");
    environment.put("GANNET_WORKERS", "2");
    environment.put("GANNET_IDLE_TIMEOUT", "5m");
    environment.put("GANNET_PORT", "6");
    environment.put("GANNET_SLOT_SIZE", "64");
    assertEquals(Command.OK, run("--config", file.toString(), "-p", "7", "--print-config"), err());
    assertTrue(out().contains("\n# environment GANNET_WORKERS; default 1\nworkers = 2\n"), out());
    assertTrue(out().contains("\nidle-timeout = \"300s\"\n"), out());
    assertTrue(out().contains("\n# flag --port; default 11211\nport = 7\n"), out());
    environment.put("GANNET_WORKERS", "many");
    assertMisused(
        "GANNET_WORKERS: 'many' is not allowed; it takes a whole number from 1 to 64",
        "--print-config");
    environment.put("GANNET_WORKERS", "2");
    environment.put("GANNET_MEMROY", "1GiB");
    assertMisused("GANNET_MEMROY sets no option; did you mean GANNET_MEMORY?");
  }

  @Test
  void wrongWordsEndWith2AndAreExplained() {
    assertMisused("unknown option --prot; did you mean --port?", "--prot", "1");
    assertMisused("unknown option --no-prot", "--no-prot");
    assertMisused("unknown option --vresion; did you mean --version?", "--vresion");
    assertMisused("unknown option -x", "-x");
    assertMisused("-Z: TLS is not spoken: in front of it a proxy would have to", "-Z");
    assertMisused(
        "unknown product 'segcahe'; did you mean segcache?\ngannet: there are: "
            + String.join(", ", Products.ALL.stream().map(p -> p.name()).toList()),
        "segcahe");
    assertMisused(
        "'1' is not expected here; a product comes first, options begin with -",
        "--port", "0", "1");
    assertMisused(
        "--port: '65536' is not allowed; it takes a whole number from 0 to 65535",
        "--port", "65536");
    assertEquals(Command.MISUSED, run("--port"));
    assertTrue(err().contains("'--port'"), err());
    assertEquals(Command.MISUSED, run("--config", "/does/not/exist.toml"));
    assertTrue(err().contains("there is no such file"), err());
  }

  @Test
  void aFailedStartEndsWith1AndTellsTheCure() {
    starter =
        (product, configuration) -> {
          throw new StartupException("the port is taken", "take another", null);
        };
    assertEquals(Command.FAILED, run("--port", "0"));
    assertTrue(err().startsWith("gannet: the port is taken"), err());
    assertTrue(err().contains("take another"), err());
    assertFalse(err().contains("\tat "), err());
    assertEquals("", out());
    assertEquals(Command.FAILED, run("-v"));
    assertTrue(err().contains("\tat "), err());
  }

  @Test
  void aMistakeOfOursIsNotTakenForTheUsers() {
    starter =
        (product, configuration) -> {
          throw new NullPointerException();
        };
    assertEquals(Command.FAILED, run());
    assertTrue(err().contains("NullPointerException"), err());
    assertTrue(err().contains("GANNET_DEBUG=1"), err());
  }

  @Test
  void anOptionThatARoomRejectsEndsWith2() {
    starter =
        (product, configuration) -> {
          throw new IllegalArgumentException("--cpus takes a list");
        };
    assertMisused("--cpus takes a list", "--cpus", "0");
  }

  @Test
  void aServerThatStopsByItselfEndsWithItsCode() {
    starter =
        (product, configuration) -> {
          Server server = Server.start(product, configuration);
          server.stop();
          return server;
        };
    int code = run("pingserver", "--port", "0", "--admin-port", "0", "--no-warm-up");
    assertEquals(Command.OK, code, err());
    assertTrue(out().matches("ready 127\\.0\\.0\\.1:\\d+\n"), out());
    assertTrue(err().contains("pingserver"), err());
  }
}
