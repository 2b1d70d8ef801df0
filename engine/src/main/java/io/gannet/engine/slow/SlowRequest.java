package io.gannet.engine.slow;

import io.gannet.engine.klog.LoggedResult;
import io.gannet.engine.klog.LoggedVerb;

/**
 * A request that took long.
 *
 * @param wallNs when it was answered: nanoseconds of the epoch
 * @param serviceNs how long it was served until then, as the command log has it
 * @param worker who was asked
 * @param client the address of the client; empty of one by a Unix socket, or that was gone
 * @param verb what was asked for
 * @param key in a URL's letters; empty if it has none
 * @param keyBytes bytes of the key
 * @param valueBytes bytes of the value that came with it, or was found
 * @param replyBytes bytes of the reply
 * @param result what was answered
 * @param elsewhere whether another worker's shard has answered it
 */
public record SlowRequest(
    long wallNs,
    long serviceNs,
    int worker,
    String client,
    LoggedVerb verb,
    String key,
    int keyBytes,
    int valueBytes,
    long replyBytes,
    LoggedResult result,
    boolean elsewhere) {
  private static final long NS_PER_US = 1_000;

  /** How long it was served, in microseconds. */
  public long serviceUs() {
    return serviceNs / NS_PER_US;
  }

  /** A line for people. */
  @Override
  public String toString() {
    return verb.text() + (key.isEmpty() ? "" : " " + key) + " of "
        + (client.isEmpty() ? "a client without an address" : client) + " on worker-" + worker
        + ": " + serviceUs() + " us, " + result.text() + ", value of " + valueBytes + " bytes"
        + (elsewhere ? ", another worker's key" : "");
  }
}
