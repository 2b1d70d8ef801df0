package io.gannet.server.wire;

import org.junit.jupiter.api.extension.ExtendWith;

/** The same over a Unix socket; there is no reset there that a cut reply could end in. */
@ExtendWith(OverUnixSocket.class)
class ScarcityOverUnixWireTest extends ScarcityWireTest {
  @Override
  void aReplyThatIsCutAtTheEndIsResetNotEnded() {
    // A client knows it by the length that the reply began with.
  }
}
