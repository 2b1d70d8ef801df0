package io.gannet.engine.process.memcache;

/**
 * What a server lets its clients ask of it, beside its items.
 *
 * @param shutdown ends the server; null if no client may
 * @param walks has the stores walked; null if no client may
 * @param watches tells what happens; null if no client may know
 * @param cluster where the server's shards are, as clients read it who look for that; "" if nowhere
 */
public record Grants(Runnable shutdown, Walks walks, Watches watches, String cluster) {
  /** Nothing. */
  public static final Grants NONE = new Grants(null, null, null, "");
}
