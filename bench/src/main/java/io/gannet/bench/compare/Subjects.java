package io.gannet.bench.compare;

import io.gannet.bench.codec.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The servers that are known by name, and how others are described in words. */
public final class Subjects {
  private static final Pattern NAMED = Pattern.compile("([\\w.-]+)(?::(\\w+))?");
  private static final Pattern DESCRIBED =
      Pattern.compile("([\\w.-]+)(?::(\\w+))?=(.+)", Pattern.DOTALL);
  private static final Pattern VARIANT = Pattern.compile("([\\w.-]+)=(.*)", Pattern.DOTALL);

  private final String launcher;
  private final Terms terms;
  private final Map<String, Subject> known = new TreeMap<>();

  /** {@code launcher} is what starts Gannet. */
  public Subjects(String launcher, Terms terms) {
    this.launcher = launcher;
    this.terms = terms;
    List.of(
            gannet(), storing("segcache"), storing("twemcache"), storing("slimcache"),
            storing("directcache"), pingserver(), memcached(), redis("redis"), redis("valkey"),
            gannetAtSocket(), memcachedAtSocket())
        .forEach(subject -> known.put(subject.name(), subject));
  }

  /** A known one: {@code memcached}, or {@code memcached:meta} for another protocol. */
  public Subject named(String text) {
    Matcher parts = NAMED.matcher(text);
    Subject subject = parts.matches() ? known.get(parts.group(1)) : null;
    if (subject == null) {
      throw new IllegalArgumentException(
          "no server is known as '" + text + "', but " + String.join(", ", known.keySet())
              + "; others by --server 'NAME=COMMAND {port}'");
    }
    return parts.group(2) == null
        ? subject
        : subject.speaking(text, protocol(parts.group(2)));
  }

  /** Any: {@code NAME[:PROTOCOL]=COMMAND with {port}}, or with {socket}. */
  public Subject described(String text) {
    Matcher parts = DESCRIBED.matcher(text);
    if (!parts.matches() || !namesPlace(parts.group(3))) {
      throw new IllegalArgumentException(
          "'" + text + "' is not of the form NAME=COMMAND or NAME:PROTOCOL=COMMAND, with "
              + Subject.PORT + " in the command where the port belongs, or " + Subject.SOCKET
              + " where the path of a Unix socket does");
    }
    Protocol protocol =
        parts.group(2) == null ? Protocol.MEMCACHED : protocol(parts.group(2));
    return new Subject(parts.group(1), protocol, ShellWords.split(parts.group(3)),
        Subject.Ready.PORT, "check the command of --server, or install it");
  }

  private static boolean namesPlace(String command) {
    return command.contains(Subject.PORT) || command.contains(Subject.SOCKET);
  }

  /** Gannet with further options: {@code NAME=--spin-us 0}. */
  public Subject variant(String text) {
    Matcher parts = VARIANT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not of the form NAME=OPTIONS");
    }
    return gannet().with(parts.group(1), ShellWords.split(parts.group(2)));
  }

  private static Protocol protocol(String text) {
    try {
      return Protocol.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "no protocol '" + text + "', but memcached, meta, binary, resp, ping", e);
    }
  }

  private Subject gannet() {
    return ofLauncher("gannet", Protocol.MEMCACHED, "segcache", storingOptions());
  }

  private Subject storing(String product) {
    return ofLauncher(product, Protocol.MEMCACHED, product, storingOptions());
  }

  private String[] storingOptions() {
    return new String[] {
      "--memory", Subject.MEMORY + "MiB", "--max-connections", connectionsMax()
    };
  }

  private Subject pingserver() {
    return ofLauncher("pingserver", Protocol.PING, "pingserver",
        "--max-connections", connectionsMax());
  }

  private Subject ofLauncher(
      String name, Protocol protocol, String product, String... options) {
    List<String> command = new ArrayList<>(List.of(launcher, product));
    command.addAll(List.of(options));
    command.addAll(List.of("--port", "0", "--admin-port", "0"));
    return new Subject(name, protocol, List.copyOf(command), Subject.Ready.LINE,
        "run it by the launcher gannet of the source tree");
  }

  private Subject memcached() {
    return memcached("memcached", "-l", "127.0.0.1", "-p", Subject.PORT, "-U", "0");
  }

  /** It gives up being root, whose the load may be: anybody may connect. */
  private Subject memcachedAtSocket() {
    return memcached("memcached-unix", "-s", Subject.SOCKET, "-a", "0777");
  }

  private Subject gannetAtSocket() {
    return gannet().with("gannet-unix", List.of("--unix-socket", Subject.SOCKET));
  }

  /** -R 200: up to 200 requests per event; by default a deep pipeline is cut at 20. */
  private Subject memcached(String name, String... where) {
    List<String> command = new ArrayList<>(List.of("memcached", "-u", "nobody"));
    command.addAll(List.of(where));
    command.addAll(
        List.of("-t", "1", "-m", Subject.MEMORY, "-R", "200", "-c", connectionsMax()));
    return new Subject(name, Protocol.MEMCACHED, List.copyOf(command), Subject.Ready.PORT,
        "install the package memcached");
  }

  private Subject redis(String name) {
    String server = name + "-server";
    return new Subject(name, Protocol.RESP,
        List.of(server, "--port", Subject.PORT, "--bind", "127.0.0.1", "--save", "",
            "--appendonly", "no", "--maxmemory", Subject.MEMORY + "mb",
            "--maxmemory-policy", "allkeys-lru", "--maxclients", connectionsMax()),
        Subject.Ready.PORT, "install the package " + server);
  }

  private String connectionsMax() {
    return Integer.toString(terms.connectionsMax());
  }
}
