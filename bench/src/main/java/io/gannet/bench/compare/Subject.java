package io.gannet.bench.compare;

import io.gannet.bench.codec.Protocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server to be measured.
 *
 * @param name in tables
 * @param command its words; {@value #PORT}, {@value #SOCKET} and {@value #MEMORY} in them are
 *     replaced
 * @param ready how it tells that it listens
 * @param cure what to do where it is not installed
 */
public record Subject(
    String name,
    Protocol protocol,
    List<String> command,
    Ready ready,
    String cure) {
  /** Stands for a free port. */
  public static final String PORT = "{port}";

  /** Stands for a path that nobody has, of a Unix socket to listen at. */
  public static final String SOCKET = "{socket}";

  /** Stands for the memory that it may use, in MiB. */
  public static final String MEMORY = "{memory}";

  /** How a server tells that it listens. */
  public enum Ready {
    /** It prints {@code ready HOST:PORT}, with a port of its own choice. */
    LINE,
    /** It accepts connections at the port, or the Unix socket, that it was given. */
    PORT
  }

  /** True if it listens at a Unix socket. */
  boolean isUnix() {
    return command.stream().anyMatch(word -> word.contains(SOCKET));
  }

  /** The words to start it with. */
  List<String> words(int port, Path socket, Terms terms) {
    return command.stream()
        .map(word -> word
            .replace(PORT, Integer.toString(port))
            .replace(SOCKET, socket.toString())
            .replace(MEMORY, Integer.toString(terms.memoryMib())))
        .toList();
  }

  /** The same server with further words behind its own, by another name. */
  public Subject with(String newName, List<String> further) {
    List<String> words = new ArrayList<>(command);
    words.addAll(further);
    return new Subject(newName, protocol, List.copyOf(words), ready, cure);
  }

  /** The same server by another protocol, and so by another name. */
  Subject speaking(String newName, Protocol other) {
    return new Subject(newName, other, command, ready, cure);
  }
}
