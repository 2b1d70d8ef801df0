package io.gannet.server.worker.turn;

/**
 * What a promise is fulfilled by: the number of the hole's chunk, and which of the slot's clients
 * it was promised to, as far as seven bits tell. Whoever has one knows the slot's generation, too,
 * and looks at that: these bits are for asserts.
 *
 * <pre>
 *    31  30          24 23                    0
 *   ┌───┬──────────────┬───────────────────────┐
 *   │ 0 │    client    │         chunk         │
 *   └───┴──────────────┴───────────────────────┘
 * </pre>
 */
final class Ticket {
  private static final int CHUNK_BITS = 24;
  private static final int CLIENT_BITS = Integer.SIZE - 1 - CHUNK_BITS;

  /** The most chunks that there may be. */
  static final int CHUNKS_MAX = 1 << CHUNK_BITS;

  private Ticket() {}

  static int pack(int client, int chunk) {
    assert 0 <= client && client >>> CLIENT_BITS == 0 && 0 <= chunk && chunk < CHUNKS_MAX;
    return client << CHUNK_BITS | chunk;
  }

  static int chunk(int ticket) {
    assert ticket >= 0;
    return ticket & CHUNKS_MAX - 1;
  }

  static int client(int ticket) {
    return ticket >>> CHUNK_BITS;
  }

  /** The number of the client that has the slot after this one. */
  static int clientAfter(int client) {
    return client + 1 & (1 << CLIENT_BITS) - 1;
  }
}
