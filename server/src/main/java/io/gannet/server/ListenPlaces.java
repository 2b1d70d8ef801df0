package io.gannet.server;

import io.gannet.server.config.Configuration;
import io.gannet.server.listener.ListenSocket;
import io.gannet.server.listener.ListenerOptions;
import io.gannet.server.listener.ShardMap;
import io.gannet.server.listener.ShardPorts;
import io.gannet.server.product.Product;
import io.gannet.server.worker.option.WorkerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a server listens: ports and sockets for everybody, and ports of single shards.
 *
 * @param shared those for everybody, at least one
 */
record ListenPlaces(List<ListenSocket> shared, ShardPorts shards) implements AutoCloseable {
  /** Takes them all; nobody can connect yet. Nothing is taken if one cannot be had. */
  static ListenPlaces bind(
      Product product, Configuration configuration, WorkerOptions options, int workers) {
    ListenerOptions listening = ListenerOptions.from(configuration, product.port());
    ShardPorts shards = ShardPorts.bind(configuration, listening, workers);
    try {
      return new ListenPlaces(
          ListenSocket.bindAll(listening, workers, options.cpus()), shards);
    } catch (RuntimeException e) {
      shards.sockets().forEach(ListenSocket::close);
      throw e;
    }
  }

  /** All of them, those of shards last. */
  List<ListenSocket> all() {
    List<ListenSocket> all = new ArrayList<>(shared);
    all.addAll(shards.sockets());
    return all;
  }

  /** That of the first, which stands for the server. */
  ListenSocket first() {
    return shared.getFirst();
  }

  /** Of those for everybody, each once. */
  String addresses() {
    return shared.stream()
        .map(ListenSocket::address)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** What the banner says of them. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    shared.stream()
        .filter(ListenSocket::isOpenToOthers)
        .map(ListenSocket::address)
        .distinct()
        .forEach(address -> notes.add(warning(address)));
    ShardMap map = shards.map();
    if (!map.nodes().isEmpty()) {
      notes.add(
          "shards: %s to :%d, %s".formatted(
              map.nodes().getFirst().name(), map.nodes().getLast().port(), map.hash().text()));
    }
    return notes;
  }

  private static String warning(String address) {
    return "host: whoever reaches " + address + " may read, change and flush all that is stored;"
        + " keep it in a network of your own";
  }

  /** Gives them back. */
  @Override
  public void close() {
    all().forEach(ListenSocket::close);
  }
}
