package io.gannet.bench.cli;

import io.gannet.bench.codec.Protocol;
import picocli.CommandLine.Option;

/** Whether somebody looks on: a mixin. */
@Heading("Beside")
public final class BesideOption {
  @Option(
      names = "--beside",
      description = "A well-behaved client beside the load: small sets and gets of its own, one at "
          + "a time, a millisecond between; what it sees is reported apart.")
  private boolean isWanted;

  boolean isWanted(Protocol protocol) {
    boolean isSpoken =
        protocol == Protocol.MEMCACHED
            || protocol == Protocol.META
            || protocol == Protocol.BINARY;
    if (isWanted && !isSpoken) {
      throw new Misuse("--beside: it speaks memcached, not " + protocol);
    }
    return isWanted;
  }
}
