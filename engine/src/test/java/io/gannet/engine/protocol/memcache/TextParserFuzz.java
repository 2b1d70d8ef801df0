package io.gannet.engine.protocol.memcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Any bytes, read as text. The first one is none of them: it says how they are cut, and how many
 * requests are read at once. What is read does not depend on that, and lies where it is said to.
 */
public final class TextParserFuzz {
  private static final int BLOCK_END_BYTES = 2;
  private static final int PIECE_BYTES_MAX = 60;

  private final MemcacheParser parser = new MemcacheParser();
  private final MemorySegment carry = Arena.ofAuto().allocate(MemcacheParser.CARRY_BYTES);
  private final ParserState state = new ParserState(carry);
  private final List<String> requests = new ArrayList<>();
  private final Request[] batch;
  private boolean over;

  private TextParserFuzz(int batchSize) {
    batch = new Request[batchSize];
    Arrays.setAll(batch, i -> new Request());
  }

  /** Fails if other requests are read with another cut. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] said = Arrays.copyOfRange(data, 1, data.length);
    TextParserFuzz whole = new TextParserFuzz(16);
    whole.read(said, 0, said.length);
    Random random = new Random(data[0]);
    TextParserFuzz cut = new TextParserFuzz(1 + random.nextInt(4));
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
    Window in = window(Arrays.copyOfRange(said, from, to));
    for (int calls = 0; !over; calls++) {
      Window window = state.carried.remaining() > 0 ? state.carried : in;
      int count = parser.parse(state, window, batch);
      for (int i = 0; i < count && !over; i++) {
        take(batch[i], window);
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

  /** Memory of exactly their size: a read outside of it throws. */
  static Window window(byte[] bytes) {
    MemorySegment memory = MemorySegment.ofArray(bytes);
    return new Window().set(memory, 0, bytes.length);
  }

  private void take(Request request, Window window) {
    requests.add(told(request, window.memory));
    over = switch (request.verb) {
      case HOPELESS, FOREIGN, QUIT -> true;
      default -> false;
    };
    boolean stores = switch (request.verb) {
      case SET, ADD, REPLACE, APPEND, PREPEND, CAS, MS -> true;
      default -> false;
    };
    if (stores && !request.whole) {
      state.skip((long) request.valueLength + BLOCK_END_BYTES);
    }
  }

  /** All that is meaningful of a request, but for the bytes of a value, which may come later. */
  private static String told(Request request, MemorySegment in) {
    return switch (request.verb) {
      case GET, GETS, LIST_END -> request.verb + key(request, in) + " " + request.last;
      case GAT, GATS -> request.verb + key(request, in) + " " + request.exptime;
      case SET, ADD, REPLACE, APPEND, PREPEND, CAS -> request.verb + key(request, in) + " "
          + request.clientFlags + " " + request.exptime + " " + request.valueLength + " "
          + request.noreply + (request.verb == Verb.CAS ? " " + request.number : "");
      case INCR, DECR -> request.verb + key(request, in) + " " + request.number + " "
          + request.noreply;
      case DELETE -> request.verb + key(request, in) + " " + request.noreply;
      case TOUCH -> request.verb + key(request, in) + " " + request.exptime;
      case MG, MS, MD, MA, ME -> MetaParserFuzz.told(request, in);
      case ANSWERED -> "answered " + request.reply + " " + request.noreply;
      default -> request.verb.toString();
    };
  }

  /** A key, where there is one. */
  static String key(Request request, MemorySegment in) {
    if (request.verb == Verb.LIST_END) {
      return "";
    }
    MemorySegment memory = request.verb.isMeta() ? request.keyMemory(in) : in;
    byte[] key = memory.asSlice(request.keyOffset, request.keyLength).toArray(Ascii.BYTE);
    return " " + new String(key, ISO_8859_1);
  }
}
