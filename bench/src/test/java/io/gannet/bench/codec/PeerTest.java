package io.gannet.bench.codec;

import static io.gannet.bench.codec.Outcome.DONE;
import static io.gannet.bench.codec.Outcome.HIT;
import static io.gannet.bench.codec.Outcome.MISS;
import static io.gannet.bench.codec.Outcome.PENDING;
import static io.gannet.bench.codec.Outcome.REFUSED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gannet.bench.ServerProcess;
import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Keys;
import io.gannet.bench.workload.Op;
import io.gannet.engine.bytes.Window;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The codecs in conversation with the servers whose protocols they are. */
@Timeout(60)
class PeerTest {
  private static final int VALUE_BYTES_MAX = 100_000;

  @Test
  void memcachedUnderstandsClassicText() throws Exception {
    try (ServerProcess peer = memcached()) {
      converse(peer, Protocol.MEMCACHED);
      anOversizedValueIsRefusedInStep(peer, Protocol.MEMCACHED);
    }
  }

  @Test
  void memcachedUnderstandsMetaCommands() throws Exception {
    try (ServerProcess peer = memcached()) {
      converse(peer, Protocol.META);
      anOversizedValueIsRefusedInStep(peer, Protocol.META);
    }
  }

  @Test
  void memcachedUnderstandsPackets() throws Exception {
    try (ServerProcess peer = memcached()) {
      converse(peer, Protocol.BINARY);
      anOversizedValueIsRefusedInStep(peer, Protocol.BINARY);
    }
  }

  @Test
  void gannetUnderstandsPackets() throws Exception {
    try (ServerProcess peer = ServerProcess.gannet("segcache", "--memory", "64MiB")) {
      converse(peer, Protocol.BINARY);
      anOversizedValueIsRefusedInStep(peer, Protocol.BINARY);
    }
  }

  @Test
  void redisUnderstandsResp() throws Exception {
    try (ServerProcess peer = redis()) {
      converse(peer, Protocol.RESP);
    }
  }

  @Test
  void redisAnswersPings() throws Exception {
    try (ServerProcess peer = redis();
        Conversation conversation = new Conversation(peer, Protocol.PING)) {
      assertEquals(HIT, conversation.ask(Wire.ask(Op.GET, 1, 0)));
    }
  }

  private static ServerProcess memcached() {
    require("memcached");
    return ServerProcess.memcached("-m", "64");
  }

  private static ServerProcess redis() {
    require("redis-server");
    return ServerProcess.redis();
  }

  private static void require(String program) {
    if (!ServerProcess.isInstalled(program)) {
      String message = program + " is missing: apt-get install " + program;
      if (System.getenv("CI") != null) {
        fail(message);
      }
      abort(message);
    }
  }

  @Test
  void gannetUnderstandsClassicText() throws Exception {
    try (ServerProcess peer = ServerProcess.gannet("segcache", "--memory", "64MiB")) {
      converse(peer, Protocol.MEMCACHED);
      anOversizedValueIsRefusedInStep(peer, Protocol.MEMCACHED);
    }
  }

  /** The same conversation with sizes and keys of all kinds, one request at a time. */
  private static void converse(ServerProcess peer, Protocol protocol) throws IOException {
    long seed = 7;
    Random random = new Random(seed);
    try (Conversation conversation = new Conversation(peer, protocol)) {
      for (int i = 0; i < 200; i++) {
        Ask ask = Wire.ask(Op.GET, i % 3 == 0 ? random.nextLong() : i, 0);
        ask.keyBytes = Keys.BYTES_MIN + random.nextInt(Keys.BYTES_MAX - Keys.BYTES_MIN + 1);
        ask.valueBytes = i % 5 == 0 ? random.nextInt(VALUE_BYTES_MAX) : random.nextInt(40);
        ask.ttlSec = i % 2 == 0 ? 1000 : 0;
        String name = protocol + ", seed " + seed + ", turn " + i;
        assertEquals(MISS, conversation.ask(ask), name);
        ask.op = Op.SET;
        assertEquals(DONE, conversation.ask(ask), name);
        ask.op = Op.GET;
        assertEquals(HIT, conversation.ask(ask), name);
        ask.op = Op.DELETE;
        assertEquals(DONE, conversation.ask(ask), name);
        assertEquals(MISS, conversation.ask(ask), name);
      }
    }
  }

  private static void anOversizedValueIsRefusedInStep(ServerProcess peer, Protocol protocol)
      throws IOException {
    try (Conversation conversation = new Conversation(peer, protocol)) {
      assertEquals(REFUSED, conversation.ask(Wire.ask(Op.SET, 1, 2 << 20)));
      String error = conversation.reader.lastError();
      assertTrue(error.toLowerCase(Locale.ROOT).contains("too large"), error);
      assertEquals(MISS, conversation.ask(Wire.ask(Op.GET, 2, 10)));
    }
  }

  /** A connection, blocking; its reads are small so that replies are cut. */
  private static final class Conversation implements AutoCloseable {
    private static final int READ_BYTES = 1000;

    private final Codec codec;
    private final ReplyReader reader;
    private final SocketChannel channel;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment out;
    private final ByteBuffer in;
    private final Window window = new Window();

    private Conversation(ServerProcess peer, Protocol protocol) throws IOException {
      codec = protocol.codec();
      reader = codec.newReader(true);
      channel = SocketChannel.open(peer.address());
      out = arena.allocate(codec.requestBytesMax(3 << 20));
      in = arena.allocate(READ_BYTES).asByteBuffer();
    }

    private Outcome ask(Ask ask) throws IOException {
      long end = codec.compose(ask, out, 0);
      ByteBuffer request = out.asSlice(0, end).asByteBuffer();
      while (request.hasRemaining()) {
        channel.write(request);
      }
      Outcome outcome = PENDING;
      while (outcome == PENDING) {
        in.clear();
        assertTrue(channel.read(in) > 0, "the server hung up");
        window.set(MemorySegment.ofBuffer(in.flip()), 0, in.remaining());
        outcome = reader.read(window, ask);
      }
      assertEquals(0, window.remaining(), "more than a reply");
      return outcome;
    }

    @Override
    public void close() throws IOException {
      channel.close();
      arena.close();
    }
  }
}
