package io.gannet.bench.simulate;

import java.util.List;

/** One request and what it is answered. */
class Exchange {
  /** What is asked. */
  enum Kind {
    SET, ADD, REPLACE, APPEND, PREPEND, CAS, DELETE, COUNT, TOUCH, GAT, GET, GETS, FLUSH,
    FLUSH_LATER, VERSION, VERBOSITY, STATS, BOGUS, LONG_KEY, QUIT, TOO_LARGE
  }

  final Kind kind;
  final Client client;
  final int index;
  final List<Key> keys;
  byte[] bytes = {};
  boolean noreply;
  Write write;

  /** Of a counter, by how much, down if it is negative; of cas, the token. */
  long number;

  /** Of cas, the read that told the token. */
  Exchange gets;

  Write seen;

  /** When its last byte was sent, and its reply was whole: in steps. */
  long invokedAt = Write.NEVER;

  long answeredAt = Write.NEVER;
  long invokedNs;

  /** Of a retrieval, when it found nothing last, and how many were refused when it was asked. */
  long missedNs;

  long refusalsBefore;

  /** Of a retrieval, the keys that were answered so far. */
  int answeredKeys;

  Exchange(Kind kind, Client client, int index, List<Key> keys) {
    this.kind = kind;
    this.client = client;
    this.index = index;
    this.keys = keys;
  }

  boolean isAnswered() {
    return answeredAt != Write.NEVER;
  }

  boolean retrieves() {
    return kind == Kind.GET || kind == Kind.GETS || kind == Kind.GAT;
  }

  /** True if both are of one conversation, and this was asked first. */
  boolean precedes(Exchange other) {
    return client == other.client && index < other.index;
  }

  @Override
  public String toString() {
    String of = keys.isEmpty() ? "" : " " + keys.getFirst().name;
    return client.name + "#" + index + " " + kind + of;
  }
}
