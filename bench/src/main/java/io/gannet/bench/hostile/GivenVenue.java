package io.gannet.bench.hostile;

import io.gannet.bench.observe.ServerWatch;

/** A server that runs already, and is neither started nor ended here. */
public record GivenVenue(String name, ServerWatch watch) implements Venue {
  @Override
  public ServerWatch open(Case one) {
    if (one.connectionsMax() > 0) {
      throw new Unavailable("it needs a server of " + one.connectionsMax() + " connections");
    }
    return watch;
  }

  @Override
  public void spoilt() {}

  @Override
  public void close() {}
}
