package io.gannet.bench.codec;

/** The protocols by the names of {@code --protocol}. */
public enum Protocol {
  MEMCACHED,
  META,
  PING,
  RESP;

  /** A client's side of it. */
  public Codec codec() {
    throw new UnsupportedOperationException(name());
  }
}
