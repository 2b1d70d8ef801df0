package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.fail;

import io.gannet.engine.option.Option;
import io.gannet.server.Server;
import io.gannet.server.config.ByteSize;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.config.OptionTable;
import io.gannet.server.product.Product;
import io.gannet.server.product.Products;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A product that serves on free ports of this machine, in this process; or in one of its own, as a
 * filter of system calls holds for a process, and this one has clients in it.
 */
final class RunningServer implements AutoCloseable {
  /** How many workers each server has: {@code -Dgannet.workers=2}. */
  static final int WORKERS = Integer.getInteger("gannet.workers", 1);

  /** Whether servers are filtered, but those of a test's own product: {@code -Dgannet.seccomp}. */
  static final boolean FILTERED = Boolean.getBoolean("gannet.seccomp");

  private static final int POLLS_MAX = 1500;
  private static final long POLL_MS = 10;

  private final Serving server;
  private final Optional<Path> path;

  private RunningServer(Serving server, Optional<Path> path) {
    this.server = server;
    this.path = path;
  }

  /** With free ports, no warm-up, 8 MiB of memory, and what the words say: {@code --name value}. */
  static RunningServer start(String name, String... words) {
    Product product =
        Products.ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    Optional<Path> path = OverUnixSocket.path();
    List<Given> given = given(product, path, words);
    return new RunningServer(
        FILTERED ? FilteredServer.start(name, given) : here(product, given), path);
  }

  private static int workers(String... words) {
    int at = List.of(words).indexOf("--workers");
    return at < 0 ? WORKERS : Integer.parseInt(words[at + 1]);
  }

  /** As much memory for each worker as a test means the only one to have. */
  private static String forEach(int workers, String memory) {
    return workers * ByteSize.parse(memory, 1 << 20).orElseThrow() + "B";
  }

  /** The same with a product of a test's own. */
  static RunningServer start(Product product, String... words) {
    Optional<Path> path = OverUnixSocket.path();
    return new RunningServer(here(product, given(product, path, words)), path);
  }

  private static Serving here(Product product, List<Given> given) {
    return new ServerHere(Server.start(product, new Configuration(table(product), given)));
  }

  private static OptionTable table(Product product) {
    List<OptionGroup> groups = new ArrayList<>(product.options());
    groups.addAll(Server.OPTIONS);
    return new OptionTable(groups);
  }

  private static List<Given> given(Product product, Optional<Path> path, String... words) {
    OptionTable table = table(product);
    List<Given> given = new ArrayList<>();
    add(given, table, "port", "0");
    add(given, table, "admin-port", "0");
    add(given, table, "warm-up", "false");
    add(given, table, "transport", Transports.WANTED);
    int workers = workers(words);
    add(given, table, "workers", Integer.toString(workers));
    if (product.stores()) {
      add(given, table, "memory", forEach(workers, "8MiB"));
    }
    if (path.isPresent()) {
      add(given, table, "unix-socket", path.get().toString());
      add(given, table, "host", "127.0.0.1");
    }
    for (int i = 0; i < words.length; ) {
      String word = words[i++].substring("--".length());
      boolean no = word.startsWith("no-");
      String value = no ? "false" : i < words.length ? words[i++] : "true";
      value = word.equals("memory") ? forEach(workers, value) : value;
      add(given, table, no ? word.substring("no-".length()) : word, value);
    }
    return given;
  }

  private static void add(List<Given> given, OptionTable table, String name, String value) {
    Option option = table.option(name);
    if (option == null) {
      throw new IllegalArgumentException("no option " + name);
    }
    given.add(Given.flag(option, value));
  }

  int port() {
    return portOf(server.readyAddress());
  }

  int adminPort() {
    return portOf(server.adminAddress());
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  Client connect() {
    return connect(0);
  }

  /** With a receive buffer of so many bytes, if it is over TCP; 0 for the default. */
  Client connect(int receiveBufferBytes) {
    return path.isPresent()
        ? Client.connect(path.get())
        : Client.connect(port(), receiveBufferBytes);
  }

  /** Where it says that it is ready. */
  String readyAddress() {
    return server.readyAddress();
  }

  /** A metric of all who count it together: the sum, or the largest if it tells of that. */
  long metric(String name) {
    return server.metric(name).orElseThrow(() -> new AssertionError("no metric " + name));
  }

  /** Waits, for at most some seconds, until a metric has a value. */
  void await(String name, long value) {
    await(name, value, value);
  }

  /** The same for a value between two. */
  void await(String name, long least, long most) {
    await(name, () -> metric(name), least, most);
  }

  /** The same of commands that wait for memory, wherever they do. */
  void awaitWaiting(long least, long most) {
    await("what waits for memory", this::waiting, least, most);
  }

  /** Commands that wait for memory: with their connection, or parked at their key's owner. */
  long waiting() {
    long parked = WORKERS == 1 ? 0 : metric("shard_commands_parked");
    return metric("connections_waiting_for_memory") + parked;
  }

  private static void await(String what, LongSupplier figure, long least, long most) {
    for (int i = 0; i < POLLS_MAX; i++) {
      long now = figure.getAsLong();
      if (now >= least && now <= most) {
        return;
      }
      try {
        Thread.sleep(POLL_MS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    fail(what + " is " + figure.getAsLong() + ", not from " + least + " to " + most);
  }

  void stop() {
    server.stop();
  }

  int awaitStop(long patienceMs) {
    return server.awaitStop(patienceMs);
  }

  int awaitStop() {
    return server.awaitStop(Long.MAX_VALUE);
  }

  /** Whether it knows no sends without a copy, as its banner says. */
  boolean isOverEpoll() {
    return banner().stream().anyMatch(line -> line.contains("ring:   epoll"));
  }

  List<String> banner() {
    return server.banner();
  }

  @Override
  public void close() {
    server.close();
  }
}
