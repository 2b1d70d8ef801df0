package io.gannet.bench.hostile;

import io.gannet.bench.observe.ServerWatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Whether a server gets over an attack: holds no more than before, and serves who comes then.
 *
 * @param after what it holds at the end
 * @param ms how long that took; empty if it never did
 * @param wrongs what it still holds, or does not do
 */
public record Recovery(Holdings after, OptionalLong ms, List<String> wrongs) {
  /**
   * What a crowd has poured into sockets before it went is carried out first; and a receive whose
   * wake-up the kernel lost is armed anew after a minute.
   */
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(90);
  private static final long LOOK_AGAIN_MS = 50;
  private static final int VALUE_BYTES = 100;

  /** Waits for it; blocks for {@value #LOOK_AGAIN_MS} ms at least, and not for ever. */
  public static Recovery await(ServerWatch watch, Holdings before) throws InterruptedException {
    long startNs = System.nanoTime();
    Holdings after;
    Map<String, Double> beyond;
    do {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
      after = Holdings.of(watch);
      beyond = after.beyond(before);
    } while (!beyond.isEmpty() && System.nanoTime() - startNs < PATIENCE_NS);
    long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    List<String> wrongs = new ArrayList<>();
    beyond.forEach((name, value) -> wrongs.add("keeps " + name.replace("gannet_", "") + " "
        + Math.round(value)));
    String newcomer = newcomer(watch);
    if (!newcomer.isEmpty()) {
      wrongs.add("afterwards: " + newcomer);
    }
    return new Recovery(
        after, wrongs.isEmpty() ? OptionalLong.of(ms) : OptionalLong.empty(), wrongs);
  }

  /** What a client that comes now complains of. */
  private static String newcomer(ServerWatch watch) {
    try (Conversation client = new Conversation(watch.target())) {
      client.store("newcomer", VALUE_BYTES);
      return "";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
