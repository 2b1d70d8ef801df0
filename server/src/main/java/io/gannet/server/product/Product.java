package io.gannet.server.product;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.mail.MailOptions;
import io.gannet.engine.metrics.StatNames;
import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import io.gannet.server.Version;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.listener.ListenerOptions;
import io.gannet.server.listener.ShardPorts;
import io.gannet.server.worker.option.Shard;
import io.gannet.server.worker.option.ShardOptions;
import io.gannet.server.worker.option.WorkerOptions;
import io.gannet.server.worker.warm.WarmUp;
import java.util.ArrayList;
import java.util.List;

/** A cache server composed from parts: a protocol, a storage, and what they are called together. */
public interface Product {
  /** The word on the command line. */
  String name();

  /** One line for the help. */
  String summary();

  /** The row of its port, with its default. */
  Option port();

  /** The version that its protocol's words are of: what {@code stats} tells as {@code version}. */
  default String spokenVersion() {
    return Version.text();
  }

  /** True if it stores items, and so wants memory. */
  boolean stores();

  /** The options of its protocol and its storage. */
  List<OptionGroup> ownOptions();

  /**
   * How its shards are made, all of one server by the same factory.
   *
   * @param server what they are told of it, and may ask of it
   */
  Shard.Factory shards(Settings settings, Surroundings server);

  /** The same for a warm-up, which asks for nothing but what it is answered by default. */
  default Shard.Factory scratchShards(Settings settings) {
    return shards(settings, Surroundings.none());
  }

  /** What those look for who read its protocol's figures. */
  default StatNames statNames(Settings settings) {
    return StatNames.NONE;
  }

  /** What a client beyond {@code --max-connections} is told, as memcached words it. */
  default byte[] refusal() {
    return "ERROR Too many open connections\r\n".getBytes(US_ASCII);
  }

  /** What asks whether it answers, in its protocol's words. */
  Probe probe(Settings settings);

  /** What its shards are warmed up with: nothing that they could not hold. */
  List<WarmUp.Exchange> warmUp(Settings settings);

  /** The options of all its rooms, as help shows them. */
  default List<OptionGroup> options() {
    List<OptionGroup> groups = new ArrayList<>();
    groups.add(new OptionGroup("Network", ListenerOptions.all(port())));
    if (stores()) {
      groups.add(new OptionGroup("Memory", ShardOptions.ALL));
    }
    groups.addAll(ownOptions());
    groups.add(new OptionGroup("Worker", WorkerOptions.ALL));
    List<Option> between = new ArrayList<>(List.of(MailOptions.RING_SIZE));
    between.addAll(ShardPorts.ALL);
    groups.add(new OptionGroup("Between workers", between));
    groups.add(new OptionGroup("Warm-up", WarmUp.ALL));
    return groups;
  }
}
