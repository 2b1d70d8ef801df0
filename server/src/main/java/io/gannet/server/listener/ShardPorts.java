package io.gannet.server.listener;

import io.gannet.engine.option.Choice;
import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import io.gannet.engine.process.shard.OwnershipHash;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Ports of single shards, for clients who know whose a key is: whoever connects to one is its
 * worker's, and is served whatever keys he sends. At each address that the server listens at there
 * is one for each worker.
 *
 * @param sockets those of the first address in the order of workers, then those of the next
 * @param map what clients may know of them
 */
public record ShardPorts(List<ListenSocket> sockets, ShardMap map) {
  private static final String OFF = "off";
  private static final String AUTO = "auto";
  private static final int PORT_MAX = 65_535;

  /** The first port. */
  public static final Option SHARD_PORTS =
      Option.number(
              "shard-ports",
              OFF,
              0,
              PORT_MAX,
              "First of as many ports as there are workers, each for one shard; 0 picks free ones.")
          .or(OFF);

  /** What they are called. */
  public static final Option SHARD_HOST =
      Option.text(
          "shard-host",
          "HOST",
          "",
          "This host as clients of the map of shards name it; the first --host if not given.");

  /** Whose a key is. */
  public static final Option OWNERSHIP_HASH =
      Option.choice(
          "ownership-hash",
          AUTO,
          Stream.concat(Stream.of(AUTO), Choice.texts(OwnershipHash.class).stream()).toList(),
          "By what a key's shard is found; auto is md5_ketama with --shard-ports, else secret.");

  /** The rows, in the order in which help shows them. */
  public static final List<Option> ALL = List.of(SHARD_PORTS, SHARD_HOST, OWNERSHIP_HASH);

  /** None changes any more. */
  public ShardPorts {
    sockets = List.copyOf(sockets);
  }

  /**
   * Takes them, if there are to be any; nobody can connect yet.
   *
   * @param listening where the server listens otherwise
   * @throws IllegalArgumentException if the options do not go together
   * @throws io.gannet.ffi.linux.LinuxException naming call, errno and cure; nothing is taken then
   */
  public static ShardPorts bind(Settings settings, ListenerOptions listening, int workers) {
    long version = System.currentTimeMillis() / 1000;
    OwnershipHash hash = hash(settings);
    if (settings.isWord(SHARD_PORTS)) {
      return new ShardPorts(List.of(), new ShardMap(hash, workers, List.of(), version));
    }
    List<ListenAddress.Tcp> hosts = hosts(listening);
    String host = host(settings, hosts);
    String address = address(host);
    List<Integer> ports = ports(settings, workers);
    List<ListenSocket> bound = new ArrayList<>();
    try {
      for (ListenAddress.Tcp one : hosts) {
        ports = bind(one, ports, listening.backlog(), bound);
      }
    } catch (RuntimeException e) {
      bound.forEach(ListenSocket::close);
      throw e;
    }
    List<ShardMap.Node> nodes =
        ports.stream().map(port -> new ShardMap.Node(host, address, port)).toList();
    return new ShardPorts(bound, new ShardMap(hash, workers, nodes, version));
  }

  /** At one address; answers with the ports as they were granted, as rising as their workers. */
  private static List<Integer> bind(
      ListenAddress.Tcp one, List<Integer> ports, int backlog, List<ListenSocket> bound) {
    List<TcpListenSocket> sockets = new ArrayList<>();
    for (int port : ports) {
      TcpListenSocket socket =
          new ListenAddress.Tcp(one.host(), one.address(), port).bind(backlog);
      bound.add(socket);
      sockets.add(socket);
    }
    sockets.sort(Comparator.comparingInt(TcpListenSocket::port)); // those that were picked
    for (int worker = 0; worker < sockets.size(); worker++) {
      sockets.get(worker).servedBy(worker);
    }
    return sockets.stream().map(TcpListenSocket::port).toList();
  }

  private static OwnershipHash hash(Settings settings) {
    boolean ports = !settings.isWord(SHARD_PORTS);
    String text = settings.text(OWNERSHIP_HASH);
    if (text.equals(AUTO)) {
      return ports ? OwnershipHash.MD5_KETAMA : OwnershipHash.SECRET;
    }
    OwnershipHash hash = Choice.of(OwnershipHash.class, text);
    if (!ports && hash != OwnershipHash.SECRET) {
      throw new IllegalArgumentException(
          "--ownership-hash " + text + ": nobody has a use for it without --shard-ports");
    }
    return hash;
  }

  private static List<ListenAddress.Tcp> hosts(ListenerOptions listening) {
    List<ListenAddress.Tcp> hosts = new ArrayList<>();
    for (ListenAddress address : listening.addresses()) {
      boolean known = address instanceof ListenAddress.Tcp tcp
          && hosts.stream().anyMatch(other -> other.address().equals(tcp.address()));
      if (address instanceof ListenAddress.Tcp tcp && !known) {
        hosts.add(tcp);
      }
    }
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException(
          "--shard-ports: a socket in the file system has no ports; give a --host beside it");
    }
    return hosts;
  }

  private static String host(Settings settings, List<ListenAddress.Tcp> hosts) {
    String given = settings.text(SHARD_HOST);
    if (given.isEmpty() && hosts.getFirst().address().isAnyLocalAddress()) {
      throw new IllegalArgumentException(
          "--shard-ports: clients cannot connect to " + hosts.getFirst().host()
              + "; say by --shard-host what they call this host");
    }
    String host = given.isEmpty() ? hosts.getFirst().host() : given;
    if (!host.matches("[!-{}~]{1," + ShardMap.HOST_LENGTH_MAX + "}")) {
      throw new IllegalArgumentException(
          "--shard-host: '" + host + "' is no name of up to " + ShardMap.HOST_LENGTH_MAX
              + " characters");
    }
    return host;
  }

  private static String address(String host) {
    try {
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "--shard-host: no address is known for '" + host + "'", e);
    }
  }

  /** As they are asked for: 0 for free ones. */
  private static List<Integer> ports(Settings settings, int workers) {
    int base = (int) settings.number(SHARD_PORTS);
    if (base + workers - 1 > PORT_MAX) {
      throw new IllegalArgumentException(
          "--shard-ports " + base + ": " + workers + " workers have no ports up to " + PORT_MAX);
    }
    return IntStream.range(0, workers)
        .mapToObj(worker -> base == 0 ? 0 : base + worker)
        .toList();
  }
}
