package io.gannet.bench.codec;

/** The protocols by the names of {@code --protocol}. */
public enum Protocol {
  MEMCACHED(new MemcachedCodec()),
  META(new MetaCodec()),
  BINARY(new BinaryCodec()),
  PING(new PingCodec()),
  RESP(new RespCodec());

  private final Codec codec;

  Protocol(Codec codec) {
    this.codec = codec;
  }

  /** A client's side of it. */
  public Codec codec() {
    return codec;
  }
}
