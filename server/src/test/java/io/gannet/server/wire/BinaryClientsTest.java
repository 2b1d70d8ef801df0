package io.gannet.server.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.ConnectionFactoryBuilder.Protocol;
import net.spy.memcached.MemcachedClient;

/** The same in packets. */
class BinaryClientsTest extends RealClientsTest {
  @Override
  MemcachedClient connect(InetSocketAddress address) throws IOException {
    return new MemcachedClient(
        new ConnectionFactoryBuilder().setProtocol(Protocol.BINARY).build(), List.of(address));
  }
}
