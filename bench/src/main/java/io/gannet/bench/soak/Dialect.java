package io.gannet.bench.soak;

import java.util.function.Function;

/** What clients speak. */
enum Dialect {
  TEXT(TextTalk::new),
  META(MetaTalk::new),
  PACKETS(PacketTalk::new);

  private final Function<Wire, Talk> talks;

  Dialect(Function<Wire, Talk> talks) {
    this.talks = talks;
  }

  Talk over(Wire wire) {
    return talks.apply(wire);
  }
}
