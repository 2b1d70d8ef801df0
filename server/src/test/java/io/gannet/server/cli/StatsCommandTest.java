package io.gannet.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.Counters;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.RowLabels;
import io.gannet.engine.metrics.StatNames;
import io.gannet.engine.metrics.Telling;
import io.gannet.engine.store.Walk;
import io.gannet.server.admin.Admin;
import io.gannet.server.admin.AdminOptions;
import io.gannet.server.admin.AdminView;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionTable;
import io.gannet.server.worker.ConnectionFigure;
import io.gannet.server.worker.ConnectionRow;
import io.gannet.server.worker.Holding;
import io.gannet.server.worker.WaitsFor;
import io.gannet.server.worker.turn.Life;
import io.gannet.server.worker.turn.WalkReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gannet stats} against an admin whose figures are known. */
class StatsCommandTest {
  /** One counter, and two rows. */
  private static final class Figures extends MetricGroup {
    final Counter gets = counter("gets_total", "cmd_get", "Gets.");
    final Rows rows = part(new Rows());

    Figures() {
      fact("version", "1.2", "The version.");
    }
  }

  private static final class Rows extends MetricGroup {
    final Counters number;

    Rows() {
      super("items", new RowLabels("items:", "size_class", List.of("5", "12"), row -> true));
      number = rowGauge("class_items", "number", "Items.");
      rowGauge(null, "age", "Age.", row -> 7);
    }
  }

  /** A walk that finds an item less than was counted, or just what was counted. */
  private static final class ShortWalk extends Walk {
    ShortWalk(long found) {
      count("curr_items", 1000, found);
    }
  }

  private static final ConnectionRow PINNING =
      new ConnectionRow(
          0,
          17,
          "127.0.0.1:4711",
          "tcp:127.0.0.1:11211",
          Life.OPEN,
          WaitsFor.NOTHING,
          Map.of(ConnectionFigure.PINS, 3L));

  private final Figures figures = new Figures();
  private final Telling telling =
      new Telling(figures.all(), List.of(), Map.of(), StatNames.NONE);
  private long found = 1000;
  private boolean walks = true;
  private final Admin admin = Admin.start("127.0.0.1", 0, new View());
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private final class View implements AdminView {
    @Override
    public String product() {
      return "testcache";
    }

    @Override
    public Configuration configuration() {
      return new Configuration(new OptionTable(List.of(AdminOptions.GROUP)), List.of());
    }

    @Override
    public Telling telling() {
      return telling;
    }

    @Override
    public List<ConnectionRow> connections(Holding by, int limit) {
      return by == Holding.PINS ? List.of(PINNING) : List.of();
    }

    @Override
    public List<WalkReport> walk() {
      return walks
          ? List.of(new WalkReport(new ShortWalk(found), 7, 250_000, 1_500_000))
          : List.of();
    }
  }

  @AfterEach
  void close() {
    admin.close();
  }

  private int run(String... args) {
    out.reset();
    err.reset();
    Command.Starter none =
        (product, configuration) -> {
          throw new AssertionError("no server was to be started");
        };
    PrintStream told = new PrintStream(out, true);
    PrintStream wrong = new PrintStream(err, true);
    return new Command(told, wrong, Map.of(), List.of(), none).run(args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theGeneralSectionIsALineAFigure() {
    figures.gets.add(12);
    assertEquals(Command.OK, run("stats", "--admin", admin.address()));
    assertEquals("version  1.2\ncmd_get   12\n", out());
  }

  @Test
  void theTokenOfAnAdminThatWantsOneIsInAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, "0123456789abcdef\n");
    OptionTable table = new OptionTable(List.of(AdminOptions.GROUP));
    Given given = Given.flag(AdminOptions.TOKEN_FILE, file.toString());
    Configuration configuration = new Configuration(table, List.of(given));
    AdminView view = AdminView.of("testcache", configuration, telling);
    try (Admin strict = Admin.start("127.0.0.1", 0, view)) {
      assertEquals(Command.FAILED, run("stats", "--admin", strict.address()));
      assertTrue(err().contains("wants its token"), err());
      String[] words = {"stats", "--admin", strict.address(), "--token-file", file.toString()};
      assertEquals(Command.OK, run(words), this::err);
    }
  }

  @Test
  void rowsAreATable() {
    figures.rows.number.set(0, 3);
    figures.rows.number.set(1, 4444);
    assertEquals(Command.OK, run("stats", "items", "--admin=" + admin.address()));
    assertEquals("    number  age\n5        3    7\n12    4444    7\n", out());
  }

  @Test
  void linesAreMemcachedsIfThatIsAskedFor() {
    assertEquals(Command.OK, run("stats", "items", "--rows", "--admin", admin.address()));
    assertTrue(out().startsWith("STAT items:5:number 0\nSTAT items:5:age 7\n"), out());
  }

  @Test
  void connectionsAreATableOfThoseThatHoldMost() {
    assertEquals(Command.OK, run("stats", "conns", "--by", "pins", "--admin", admin.address()));
    List<String> lines = out().lines().toList();
    assertTrue(lines.get(0).matches(" +worker +peer +listener +life +waits_for +pins"), out());
    String row = "17 +0 +127.0.0.1:4711 +tcp:127.0.0.1:11211 +open +nothing +3";
    assertTrue(lines.get(1).matches(row), out());
    assertEquals(2, lines.size());
    assertEquals(Command.OK, run("stats", "conns", "--rows", "--admin", admin.address()));
    assertEquals("", out(), "who holds pins has nothing unsent");
    assertEquals(Command.FAILED, run("stats", "conns", "--by=all", "--admin", admin.address()));
    assertTrue(err().contains("'by=all' is not expected here"), err());
    assertEquals(Command.MISUSED, run("stats", "items", "--by", "pins"));
  }

  @Test
  void aSectionThatIsNoneFailsAndThoseThatAreAreNamed() {
    assertEquals(Command.FAILED, run("stats", "slabs", "--admin", admin.address()));
    assertTrue(err().contains("/stats/items"), err());
  }

  @Test
  void aWalkThatFindsWhatWasCountedEndsWell() {
    assertEquals(Command.OK, run("stats", "--walk", "--admin", admin.address()));
    assertEquals(
        """
        worker 0: 1.5 ms, in 7 slices of at most 0.3 ms
                    counter  walk
        curr_items     1000  1000
        the counters equal the walk
        """,
        out());
  }

  @Test
  void aWalkThatFindsOtherFails() {
    found = 999;
    assertEquals(Command.FAILED, run("stats", "--walk", "--admin", admin.address()));
    assertTrue(err().contains("curr_items: 1000 believed, 999 found"), err());
    assertTrue(out().endsWith("the walk found other than was counted\n"), out());
  }

  @Test
  void aServerThatStoresNothingSaysSo() {
    walks = false;
    assertEquals(Command.OK, run("stats", "--walk", "--admin", admin.address()));
    assertEquals("this server stores nothing: there is nothing to walk through\n", out());
  }

  @Test
  void theAddressMayBeWrittenAsABannerWritesIt() {
    assertEquals(Command.OK, run("stats", "--admin", "http://" + admin.address()));
    assertTrue(out().startsWith("version  1.2\n"), out());
  }

  @Test
  void aSectionMayHaveAnyLetters() {
    assertEquals(Command.FAILED, run("stats", "a b%?/ü", "--admin", admin.address()));
    assertTrue(err().startsWith("gannet: /stats/a b%?/ü: no such page"), err());
    assertTrue(err().lines().allMatch(line -> line.startsWith("gannet: ")), err());
  }

  @Test
  void whatIsNoAdminIsTold() throws Exception {
    ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(() -> answerWithAPage(other));
    try {
      String address = "127.0.0.1:" + other.getLocalPort();
      assertEquals(Command.FAILED, run("stats", "--admin", address));
      assertTrue(err().contains(address + " is no admin of Gannet's"), err());
    } finally {
      other.close();
    }
  }

  private static void answerWithAPage(ServerSocket server) {
    String reply = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>";
    try (Socket client = server.accept()) {
      client.getInputStream().read(new byte[1024]);
      client.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // The test fails on what it is told.
    }
  }

  @Test
  void withoutAServerItFailsAndSaysWhereToAsk() {
    String address = admin.address();
    admin.close();
    assertEquals(Command.FAILED, run("stats", "--admin", address));
    assertTrue(err().contains("no server's admin answers at " + address), err());
    assertTrue(err().contains("--admin HOST:PORT"), err());
    assertEquals("", out());
  }

  @Test
  void wordsThatAreWrongAreTold() {
    assertEquals(Command.MISUSED, run("stats", "--wakl"));
    assertTrue(err().contains("'--wakl' is not expected here"), err());
    assertEquals(Command.MISUSED, run("stats", "--admin"));
    assertEquals(Command.MISUSED, run("stats", "items", "slabs"));
    assertEquals(Command.MISUSED, run("stats", "items", "--walk"));
    assertEquals(Command.MISUSED, run("stats", "--walk", "--rows"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nowhere", "::1:9999", "127.0.0.1:65536", "a b:1", "[x]:1", "127.0.0.1:1/x"})
  void anAddressThatIsNoneIsTold(String address) {
    assertEquals(Command.MISUSED, run("stats", "--admin", address));
    assertTrue(err().contains("give HOST:PORT, an IPv6 address in brackets"), err());
  }

  @Test
  void helpSaysWhatAWalkCosts() {
    assertEquals(Command.OK, run("stats", "--help"));
    assertTrue(out().contains("in slices"), out());
  }
}
