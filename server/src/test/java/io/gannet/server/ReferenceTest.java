package io.gannet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.metrics.Telling;
import io.gannet.engine.process.memcache.MemcachedNames;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.config.OptionTable;
import io.gannet.server.guard.CallReference;
import io.gannet.server.product.Product;
import io.gannet.server.product.Products;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of reference in docs are what the rooms declare. */
class ReferenceTest {
  private static final boolean WRITES = "write".equals(System.getProperty("gannet.reference"));
  private static final Path DOCS = docs();

  @TempDir Path folder;

  private static Path docs() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("server/docs"))) {
      folder = folder.getParent();
    }
    return folder.resolve("server/docs");
  }

  private static void assertIsCurrent(String name, String page) throws IOException {
    Path file = DOCS.resolve(name);
    if (WRITES) {
      Files.writeString(file, page);
    }
    assertTrue(page.lines().count() > 40, page);
    assertEquals(page, Files.readString(file), name + " is stale: -Dgannet.reference=write");
  }

  private static OptionTable table(Product product) {
    List<OptionGroup> groups = new ArrayList<>(product.options());
    groups.addAll(Server.OPTIONS);
    return new OptionTable(groups);
  }

  @Test
  void optionsAreThoseThatAreDeclared() throws IOException {
    SequencedMap<String, OptionTable> tables = new LinkedHashMap<>();
    Products.ALL.forEach(product -> tables.put(product.name(), table(product)));
    assertIsCurrent("options.md", Reference.options(tables));
  }

  @Test
  void systemCallsAreThoseOfTheFilter() throws IOException {
    assertIsCurrent("syscalls.md", CallReference.page());
  }

  @Test
  void metricsAreThoseThatAreTold() throws IOException {
    SequencedMap<String, Telling> tellings = new LinkedHashMap<>();
    List<Server> servers = new ArrayList<>();
    try {
      for (Product product : Products.ALL) {
        Server server = Server.start(product, configuration(product));
        servers.add(server);
        tellings.put(product.name(), server.telling());
      }
      assertIsCurrent("metrics.md", Reference.metrics(tellings, MemcachedNames.ALL));
    } finally {
      servers.forEach(Server::close);
    }
  }

  /** Two workers, for what is counted between them; and logs, for what is counted of them. */
  private Configuration configuration(Product product) {
    String klog = folder.resolve(product.name()).toString();
    OptionTable table = table(product);
    List<Given> given = new ArrayList<>();
    Map.of(
            "port", "0", "admin-port", "0", "warm-up", "false", "workers", "2", "memory", "16MiB",
            "klog", klog, "slow-us", "1s")
        .forEach(
            (name, text) -> {
              if (table.option(name) != null) {
                given.add(Given.flag(table.option(name), text));
              }
            });
    return new Configuration(table, given);
  }
}
