package io.gannet.server.product;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import io.gannet.engine.process.ping.PingProcessor;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.listener.ListenerOptions;
import io.gannet.server.worker.option.Shard;
import io.gannet.server.worker.warm.WarmUp;
import java.util.List;

/** Ping, no storage: what one request costs before anything is done for it. */
final class Pingserver implements Product {
  private static final Option PORT = ListenerOptions.port(12321);

  @Override
  public String name() {
    return "pingserver";
  }

  @Override
  public String summary() {
    return "answers PING with PONG: the baseline cost of a request";
  }

  @Override
  public Option port() {
    return PORT;
  }

  @Override
  public List<OptionGroup> ownOptions() {
    return List.of();
  }

  @Override
  public boolean stores() {
    return false;
  }

  @Override
  public Shard.Factory shards(Settings settings, Surroundings server) {
    return (memory, clock, ownership) -> {
      PingProcessor processor = new PingProcessor();
      return new Shard(processor, List.of(processor.metrics()), "");
    };
  }

  @Override
  public Probe probe(Settings settings) {
    return new Probe("PING\r\n", "PONG\r\n");
  }

  @Override
  public List<WarmUp.Exchange> warmUp(Settings settings) {
    WarmUp.Exchange one = WarmUp.exchange("PING\r\n", "PONG\r\n");
    return List.of(one, one.times(32));
  }
}
