package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.conversation.Step;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/** What is asked of the server rather than of its items: stats, version, shutdown, … */
final class Administration {
  private static final long RESET_WORD = Ascii.pack("reset");
  private static final long DETAIL_WORD = Ascii.pack("detail");
  private static final long DUMP_WORD = Ascii.pack("dump");
  private static final long ON_WORD = Ascii.pack("on");
  private static final long OFF_WORD = Ascii.pack("off");
  private static final long CACHEDUM_WORD = Ascii.pack("cachedum");
  private static final long WALK_WORD = Ascii.pack("walk");
  private static final long GRACEFUL_WORD = Ascii.pack("graceful");

  private final Store store;
  private final Statistics statistics;
  private final byte[] versionLine;
  private final Runnable shutdown;
  private final boolean debug;

  Administration(
      Store store,
      Statistics statistics,
      String version,
      Runnable shutdown,
      boolean debug) {
    this.store = store;
    this.statistics = statistics;
    this.versionLine = ("VERSION " + version + "\r\n").getBytes(US_ASCII);
    this.shutdown = shutdown;
    this.debug = debug;
  }

  /** Has a conversation tell a section; returns what is to be answered instead, or null. */
  Reply tell(Request request, MemorySegment in, TextState state) {
    if (isArgument(request, in, 5, RESET_WORD)) {
      statistics.reset();
      return Reply.RESET;
    }
    if (isArgument(request, in, 6, DETAIL_WORD)) {
      return detail(request.secondWord, state);
    }
    Statistics.Section section = statistics.find(in, request.keyOffset, request.keyLength);
    if (section == null) {
      return Reply.ERROR;
    }
    state.tell(section);
    return null;
  }

  /** True if what is stored is to be listed instead. */
  static boolean listsItems(Request request, MemorySegment in) {
    return isArgument(request, in, 9, CACHEDUM_WORD);
  }

  /** What is counted by the prefix of keys: turned on or off, or told. */
  private Reply detail(long what, TextState state) {
    if (what == DUMP_WORD) {
      state.tell(statistics.dump());
      return null;
    }
    if (what != ON_WORD && what != OFF_WORD) {
      return Reply.BAD_DETAIL;
    }
    statistics.prefixes().turn(what == ON_WORD);
    return Reply.OK;
  }

  /** The same of all items counted; where that is off, the verb is unknown. */
  Reply debug(Request request, MemorySegment in, TextState state) {
    if (!debug || request.arguments != 1 || !isArgument(request, in, 4, WALK_WORD)) {
      return Reply.ERROR;
    }
    state.tell(Statistics.of(store.walk()));
    return null;
  }

  Step version(Output out) {
    if (!out.ensure(versionLine.length)) {
      return Step.RETRY;
    }
    out.position = MemcacheComposer.putText(out.memory, out.position, versionLine);
    return Step.DONE;
  }

  /** Ends the server if that is allowed; returns what is to be answered if it is not, or null. */
  Reply shutdown(Request request, MemorySegment in) {
    if (shutdown == null) {
      return Reply.NO_SHUTDOWN;
    }
    boolean good =
        switch (request.arguments) {
          case 0 -> true;
          case 1 -> isArgument(request, in, 8, GRACEFUL_WORD);
          default -> false;
        };
    if (!good) {
      return Reply.BAD_SHUTDOWN;
    }
    shutdown.run();
    return null;
  }

  private static boolean isArgument(Request request, MemorySegment in, int length, long word) {
    long from = request.keyOffset;
    return request.keyLength == length && Ascii.word(in, from, from + length) == word;
  }
}
