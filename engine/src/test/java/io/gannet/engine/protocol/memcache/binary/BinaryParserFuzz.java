package io.gannet.engine.protocol.memcache.binary;

import static io.gannet.engine.store.Oracle.check;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Any bytes, read as packets. The first one is none of them: it says how they are cut, and how many
 * packets are read at once. What is read does not depend on that, lies where it is said to, and is
 * what its head says at the places that memcached's description gives.
 */
public final class BinaryParserFuzz {
  private static final int PIECE_BYTES_MAX = 60;
  private static final int HEAD_BYTES = 24;

  private final BinaryParser parser = new BinaryParser(true);
  private final MemorySegment carry = Arena.ofAuto().allocate(BinaryParser.CARRY_BYTES);
  private final BinaryParserState state = new BinaryParserState(carry);
  private final List<String> requests = new ArrayList<>();
  private final BinaryRequest[] batch;
  private boolean over;

  private BinaryParserFuzz(int batchSize) {
    batch = new BinaryRequest[batchSize];
    Arrays.setAll(batch, i -> new BinaryRequest());
  }

  /** Fails if other requests are read with another cut. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] said = Arrays.copyOfRange(data, 1, data.length);
    BinaryParserFuzz whole = new BinaryParserFuzz(16);
    whole.read(said, 0, said.length);
    Random random = new Random(data[0]);
    BinaryParserFuzz cut = new BinaryParserFuzz(1 + random.nextInt(4));
    for (int at = 0; at < said.length; ) {
      int end = Math.min(said.length, at + 1 + random.nextInt(PIECE_BYTES_MAX));
      cut.read(said, at, end);
      at = end;
    }
    if (!whole.requests.equals(cut.requests)) {
      throw new AssertionError(whole.requests + " in one piece, cut: " + cut.requests);
    }
  }

  private void read(byte[] said, int from, int to) {
    byte[] piece = Arrays.copyOfRange(said, from, to);
    Window in = new Window().set(MemorySegment.ofArray(piece), 0, piece.length);
    for (int calls = 0; !over; calls++) {
      Window window = state.carried.remaining() > 0 ? state.carried : in;
      int count = parser.parse(state, window, batch);
      for (int i = 0; i < count && !over; i++) {
        take(batch[i], window.memory);
      }
      if (count == 0 && (window == in || window.remaining() > 0)) {
        if (in.position == in.limit) {
          return;
        }
        parser.carry(state, in);
      }
      if (calls > 2 * said.length + 100) {
        throw new AssertionError("no progress at " + in.position + " of " + in.limit);
      }
    }
  }

  private void take(BinaryRequest request, MemorySegment in) {
    over = switch (request.opcode) {
      case ANSWERED -> request.closes;
      case QUIT, FOREIGN -> true;
      default -> false;
    };
    if (request.opcode == Opcode.FOREIGN) {
      requests.add("foreign");
      return;
    }
    String what = request.opcode + " " + request.code + " " + request.opaque + " " + request.cas;
    if (request.opcode == Opcode.ANSWERED) {
      requests.add(what + " " + request.status + " " + request.closes);
      return;
    }
    checkHead(request, in);
    byte[] key = in.asSlice(request.keyOffset, request.keyLength).toArray(Ascii.BYTE);
    requests.add(
        what + " " + request.quiet + " " + Arrays.toString(key) + " " + request.exptime + " "
            + request.valueLength);
    if (!request.whole) {
      state.skip(request.valueLength);
    }
  }

  private static void checkHead(BinaryRequest request, MemorySegment in) {
    byte[] bytes = in.asSlice(request.start, HEAD_BYTES).toArray(Ascii.BYTE);
    ByteBuffer head = ByteBuffer.wrap(bytes);
    check((head.get(0) & 0xff) == 0x80, "another magic");
    check((head.get(1) & 0xff) == request.code, "another opcode");
    check(head.getShort(2) == request.keyLength, "another length of the key");
    check(head.getInt(12) == request.opaque, "another opaque");
    check(head.getLong(16) == request.cas, "another token");
    int extras = head.get(4) & 0xff;
    check(
        head.getInt(8) == extras + request.keyLength + request.valueLength,
        "lengths that do not add up");
    long end = request.keyOffset + request.keyLength;
    check(request.keyOffset == request.start + HEAD_BYTES + extras, "a key somewhere else");
    check(request.valueOffset == end, "a value somewhere else");
  }
}
