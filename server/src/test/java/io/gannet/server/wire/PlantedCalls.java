package io.gannet.server.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.ffi.linux.Signal;
import io.gannet.ffi.linux.SockaddrIn;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import io.gannet.server.Server;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.config.OptionTable;
import io.gannet.server.product.Product;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A server as {@code Main} starts it, into whose worker somebody has planted calls: whoever asks for
 * a key has the worker make one, and what it is answered is told on stdout. It is among the tests
 * alone, and a process of its own.
 */
final class PlantedCalls {
  private PlantedCalls() {}

  /** Serves until it is told to end, under the filter if the word is {@code --seccomp}. */
  public static void main(String[] words) {
    Product product = PlantedProduct.segcache((store, worker) -> planted(store));
    boolean filtered = List.of(words).contains("--seccomp");
    Server server = Server.start(product, configuration(product, filtered));
    Thread end = new Thread(() -> end(server));
    Runtime.getRuntime().addShutdownHook(end);
    server.banner().forEach(System.err::println);
    server.guard().ifPresent(System.err::println);
    System.out.println("ready " + server.readyAddress());
    server.awaitStop();
  }

  private static void end(Server server) {
    server.stop();
    Runtime.getRuntime().halt(server.awaitStop());
  }

  private static Configuration configuration(Product product, boolean filtered) {
    List<OptionGroup> groups = new ArrayList<>(product.options());
    groups.addAll(Server.OPTIONS);
    OptionTable table = new OptionTable(groups);
    List<Given> given = new ArrayList<>();
    Map.of(
            "port", "0", "admin-port", "0", "warm-up", "false", "memory", "8MiB",
            "transport", Transports.WANTED, "seccomp", "" + filtered)
        .forEach((name, text) -> given.add(Given.flag(table.option(name), text)));
    return new Configuration(table, given);
  }

  private static Store planted(SegStore store) {
    return PlantedProduct.like(
        Store.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("find")) {
            make(text((Key) arguments[0]));
          }
          return PlantedProduct.call(method, store, arguments);
        });
  }

  private static String text(Key key) {
    byte[] bytes =
        key.memory.asSlice(key.offset, key.length).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, ISO_8859_1);
  }

  private static void make(String asked) throws Exception {
    String[] words = asked.split("-", 2);
    Object answer =
        switch (words[0]) {
          case "connect" -> connect(Integer.parseInt(words[1]));
          case "exec" -> new ProcessBuilder("true").start();
          case "ring" -> Ring.open(RingOptions.defaults());
          case "datagram" -> Socket.socket(Socket.AF_INET, Socket.SOCK_DGRAM, 0);
          case "signal" -> Signal.kill(Integer.parseInt(words[1]), 0);
          case "write" -> write(Path.of(words[1]));
          case "watch" -> watch();
          default -> "nothing";
        };
    System.out.println(words[0] + ": " + answer);
  }

  private static int connect(int port) throws IOException {
    int fd = Socket.socket(Socket.AF_INET, Socket.SOCK_STREAM, 0);
    Inet4Address loopback = (Inet4Address) InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return Socket.connect(fd, new SockaddrIn(loopback, port));
  }

  private static String write(Path file) {
    try {
      return Files.writeString(file, "x").getFileName().toString();
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  /** By inotify(7), which nobody here needs. */
  private static String watch() {
    try {
      FileSystems.getDefault().newWatchService().close();
      return "done";
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
