package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same over a Unix socket; there is no zero copy there. */
@ExtendWith(OverUnixSocket.class)
class StoreOverUnixWireTest extends StoreWireTest {
  @Override
  @ParameterizedTest
  @EnumSource
  void soTheyDoWithZeroCopySends(StoringProduct product) {
    try (RunningServer server = product.start("--zero-copy-min", "2KiB");
        Client client = server.connect()) {
      roundTrips(product, client);
      assertEquals(0, server.metric("sends_zero_copy_total"));
      assertEquals(0, server.metric("connections_reset_total"));
    }
  }
}
