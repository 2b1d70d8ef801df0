package io.gannet.server.wire;

import org.junit.jupiter.api.extension.ExtendWith;

/** The same over a Unix socket. */
@ExtendWith(OverUnixSocket.class)
class MemoryOverUnixWireTest extends MemoryWireTest {}
