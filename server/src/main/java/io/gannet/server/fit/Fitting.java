package io.gannet.server.fit;

import io.gannet.server.StartupException;
import io.gannet.server.config.ByteSize;
import io.gannet.server.config.Configuration;
import io.gannet.server.worker.option.ShardOptions;
import io.gannet.server.worker.option.WorkerOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds what a configuration asks for against what the host offers, before anything is made. A
 * default that can't be had is lowered, with a word; what somebody asked for is refused, with the
 * cure. Without this the kernel would refuse late, or kill.
 */
public final class Fitting {
  private static final long MIB = 1L << 20;

  /** Of what there is, a default leaves a tenth to whoever else is there. */
  private static final long SPARED = 10;

  private final boolean stores;
  private final boolean opensFiles;
  private final Offer offer;
  private final List<String> words = new ArrayList<>();
  private Configuration configuration;

  private Fitting(Configuration configuration, boolean stores, boolean opensFiles, Offer offer) {
    this.configuration = configuration;
    this.stores = stores;
    this.opensFiles = opensFiles;
    this.offer = offer;
  }

  /**
   * Fits a configuration to this host.
   *
   * @param stores whether the product has options of memory
   * @param transport what connections are to be carried by
   * @throws StartupException if something that was asked for can't be had
   */
  public static Fitted of(Configuration configuration, boolean stores, Transport transport) {
    boolean opensFiles = transport.opensFiles();
    long descriptors = needs(configuration, stores, opensFiles).descriptors();
    return of(configuration, stores, opensFiles, Offer.here(descriptors));
  }

  /** The same on a host of one's own: for tests. */
  static Fitted of(
      Configuration configuration, boolean stores, boolean opensFiles, Offer offer) {
    Fitting fitting = new Fitting(configuration, stores, opensFiles, offer);
    fitting.fitConnections();
    fitting.fitMemory();
    return new Fitted(fitting.configuration, fitting.words);
  }

  private static Needs needs(Configuration configuration, boolean stores, boolean opensFiles) {
    int connections = (int) configuration.number(WorkerOptions.MAX_CONNECTIONS);
    ShardOptions shard = stores ? ShardOptions.from(configuration) : ShardOptions.NONE;
    return new Needs(shard.memoryBytes(), shard.pages(), connections, opensFiles);
  }

  private Needs needs() {
    return needs(configuration, stores, opensFiles);
  }

  private void fitConnections() {
    if (needs().descriptors() > offer.descriptors()) {
      connections(
          needs().connectionsOf(offer.descriptors()),
          "the limit of open files is " + offer.descriptors(),
          "raise it (ulimit -n, LimitNOFILE= of systemd) to " + needs().descriptors());
    }
    if (needs().heapBytes() > offer.heapBytes()) {
      connections(
          Needs.connectionsMax(offer.heapBytes()),
          "Java's heap is of " + inMib(offer.heapBytes()),
          "GANNET_JAVA_OPTS=-Xmx" + (needs().heapBytes() / MIB + 1) + "m");
    }
  }

  private void connections(long most, String why, String cure) {
    int wanted = needs().connections();
    boolean lowers = most >= WorkerOptions.MAX_CONNECTIONS.min();
    if (!lowers || configuration.isSet(WorkerOptions.MAX_CONNECTIONS)) {
      String or = lowers ? ", or --max-connections " + most : "";
      throw new StartupException("--max-connections " + wanted + ": " + why, cure + or, null);
    }
    configuration = configuration.lowered(WorkerOptions.MAX_CONNECTIONS, most);
    words.add("--max-connections " + most + " instead of " + wanted + ": " + why);
  }

  private void fitMemory() {
    Needs needs = needs();
    if (!stores || needs.fit(offer.memory())) {
      return;
    }
    long most = needs.storeBytesMax(offer.memory()) / MIB * MIB;
    String why =
        "the " + place() + " leaves " + inMib(offer.memory().ordinaryBytes()) + ", of which "
            + inMib(needs.besideBytes()) + " are for the JVM and connections";
    String wanted = ByteSize.format(needs.storeBytes());
    boolean lowers = most >= ShardOptions.MEMORY.min();
    if (!lowers || configuration.isSet(ShardOptions.MEMORY)) {
      String cure = lowers ? "--memory " + ByteSize.format(most) + ", or more" : "more";
      throw new StartupException(
          "--memory " + wanted + ": " + why, cure + " memory for the " + place(), null);
    }
    long lowered = Math.max(ShardOptions.MEMORY.min(), most / SPARED * (SPARED - 1) / MIB * MIB);
    configuration = configuration.lowered(ShardOptions.MEMORY, lowered);
    words.add("--memory " + ByteSize.format(lowered) + " instead of " + wanted + ": " + why);
  }

  /** Who has too little. */
  private String place() {
    return offer.memory().cgroupBytes() < offer.memory().hostBytes() ? "cgroup" : "host";
  }

  private static String inMib(long bytes) {
    return ByteSize.format(bytes / MIB * MIB);
  }
}
