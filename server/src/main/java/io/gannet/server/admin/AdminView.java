package io.gannet.server.admin;

import io.gannet.engine.hotkey.HotKeyBoard;
import io.gannet.engine.metrics.Telling;
import io.gannet.engine.process.shard.OwnershipHash;
import io.gannet.engine.slow.SlowBoard;
import io.gannet.server.config.Configuration;
import io.gannet.server.listener.ShardMap;
import io.gannet.server.worker.ConnectionRow;
import io.gannet.server.worker.Holding;
import io.gannet.server.worker.turn.WalkReport;
import java.util.List;
import java.util.Optional;

/** What the admin may see of a server. Called from any number of threads. */
public interface AdminView {
  /** The product's name. */
  String product();

  /** What it runs with. */
  Configuration configuration();

  /** What it tells; another one once it has more to tell. */
  Telling telling();

  /** What clients may know of its shards. */
  default ShardMap shards() {
    return new ShardMap(OwnershipHash.SECRET, 1, List.of(), 0);
  }

  /**
   * Has every worker, one after the other, compare what its store believes with what lies in it,
   * and waits for it; clients are served meanwhile.
   *
   * @throws WalkUnderWayException if one is under way: there is no second
   * @throws RuntimeException saying why if a worker can't be asked or does not answer in time
   */
  default List<WalkReport> walk() {
    return List.of();
  }

  /**
   * The connections that hold most of something, who holds most first; without those that hold
   * nothing of it.
   */
  default List<ConnectionRow> connections(Holding by, int limit) {
    return List.of();
  }

  /** The keys that are asked for most, as they were counted lately. */
  default List<HotKeyBoard.Row> hotKeys() {
    return List.of();
  }

  /** The requests that took long, of which the last are kept. */
  default SlowBoard slow() {
    return new SlowBoard(List.of(), () -> 0);
  }

  /** Why the server should get no traffic, or nothing if all is well. */
  default Optional<String> unhealthy() {
    return Optional.empty();
  }

  /** A view of what never changes. */
  static AdminView of(String product, Configuration configuration, Telling telling) {
    return new FixedView(product, configuration, telling);
  }

  /** See {@link #of}. */
  record FixedView(String product, Configuration configuration, Telling telling)
      implements AdminView {}
}
