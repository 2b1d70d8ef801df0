package io.gannet.server.listener;

import io.gannet.engine.process.kv.KeyOwners;
import io.gannet.engine.process.shard.OwnershipHash;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What clients may know of shards: by which hash keys are theirs, and at which port each is reached
 * with no hop.
 *
 * @param hash by what the owner of a key is found
 * @param workers how many shards there are
 * @param nodes where each is reached, by its number; none if there are no such ports
 * @param version grows from one start of the server to the next, for clients who ask again
 */
public record ShardMap(OwnershipHash hash, int workers, List<Node> nodes, long version) {
  /** Nodes are told in one piece: as many as there may be with the longest names are. */
  static final int HOST_LENGTH_MAX = 63;

  /** Nothing of it changes. */
  public ShardMap {
    nodes = List.copyOf(nodes);
    assert nodes.isEmpty() || nodes.size() == workers;
  }

  /**
   * One shard's port.
   *
   * @param host as clients name it
   * @param address the same in numbers
   * @param port as it was granted
   */
  public record Node(String host, String address, int port) {
    /** {@code HOST:PORT}, which ketama clients hash. */
    public String name() {
      return host + ":" + port;
    }
  }

  /** What finds the owner of a key, for one thread; null if that is secret. */
  public KeyOwners owners() {
    return hash.owners(nodes.stream().map(Node::name).toList());
  }

  /**
   * As ElastiCache's clients read it: the version, a line feed, {@code HOST|ADDRESS|PORT} of each
   * node, blanks between them, and a line feed; "" if there are none.
   */
  public String cluster() {
    return nodes.isEmpty()
        ? ""
        : nodes.stream()
            .map(node -> node.host() + "|" + node.address() + "|" + node.port())
            .collect(Collectors.joining(" ", version + "\n", "\n"));
  }
}
