package io.gannet.bench.cli;

import io.gannet.bench.beside.Neighbour;
import io.gannet.bench.beside.Seen;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;

/** A well-behaved client beside a load, while that is measured; or none. */
final class Beside implements AutoCloseable {
  private final Optional<Neighbour> neighbour;
  private Optional<Seen> seen = Optional.empty();

  private Beside(Optional<Neighbour> neighbour) {
    this.neighbour = neighbour;
  }

  static Beside of(SocketAddress server, boolean isWanted) {
    try {
      return new Beside(isWanted ? Optional.of(Neighbour.connect(server)) : Optional.empty());
    } catch (IOException e) {
      throw new Misuse("--beside: nobody answers at " + server + ": " + e.getMessage());
    }
  }

  void begin() {
    neighbour.ifPresent(Neighbour::begin);
  }

  void end() {
    seen = neighbour.map(Beside::end);
  }

  private static Seen end(Neighbour neighbour) {
    try {
      return neighbour.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What it saw. */
  Optional<Seen> seen() {
    return seen;
  }

  @Override
  public void close() {
    neighbour.ifPresent(Neighbour::close);
  }
}
