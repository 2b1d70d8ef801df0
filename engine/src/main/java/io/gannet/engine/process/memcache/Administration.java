package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.conversation.Step;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.store.Walk;
import io.gannet.engine.watch.WatchFeed;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What is asked of the server rather than of its items: stats, version, shutdown, … */
final class Administration {
  private static final long RESET_WORD = Ascii.pack("reset");
  private static final long DETAIL_WORD = Ascii.pack("detail");
  private static final long DUMP_WORD = Ascii.pack("dump");
  private static final long ON_WORD = Ascii.pack("on");
  private static final long OFF_WORD = Ascii.pack("off");
  private static final long CACHEDUM_WORD = Ascii.pack("cachedum");
  private static final long WALK_WORD = Ascii.pack("walk");
  private static final long GET_WORD = Ascii.pack("get");
  private static final long CLUSTER_WORD = Ascii.pack("cluster");
  private static final long GRACEFUL_WORD = Ascii.pack("graceful");

  private final Statistics statistics;
  private final byte[] versionLine;
  private final byte[] cluster;
  private final Grants grants;
  private final int own;

  /** @param own the shard that its clients are connected to */
  Administration(Statistics statistics, String version, Grants grants, int own) {
    this.statistics = statistics;
    this.versionLine = ("VERSION " + version + "\r\n").getBytes(US_ASCII);
    this.grants = grants;
    String map = grants.cluster();
    String head = "CONFIG cluster 0 " + map.length() + "\r\n";
    this.cluster = (head + map + "\r\nEND\r\n").getBytes(US_ASCII);
    this.own = own;
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

  /** True of a request for a walk; where that is off, the verb is unknown. */
  boolean mayWalk(Request request, MemorySegment in) {
    return grants.walks() != null
        && request.arguments == 1
        && isArgument(request, in, 4, WALK_WORD);
  }

  /** Has all shards walked; null if they are being walked already. */
  CompletableFuture<List<Walk>> walk(long origin) {
    return grants.walks().begin(own, origin);
  }

  /** Has a conversation tell what was found; returns what is to be answered instead, or null. */
  Reply tell(CompletableFuture<List<Walk>> walk, TextState state) {
    if (walk.isCompletedExceptionally()) {
      return Reply.NO_WALK;
    }
    state.tell(Statistics.of(walk.join()));
    return null;
  }

  /** True if clients may watch. */
  boolean mayWatch() {
    return grants.watches() != null;
  }

  /** Lets a conversation watch; null if as many watch as may. */
  CompletableFuture<WatchFeed> watch(long origin, long streams) {
    return grants.watches().begin(own, origin, (int) streams);
  }

  Step version(Output out) {
    return tell(versionLine, out);
  }

  /** True of {@code config get cluster}, where there is a map of shards: ElastiCache's word. */
  boolean tellsCluster(Request request, MemorySegment in) {
    return !grants.cluster().isEmpty()
        && request.arguments == 2
        && isArgument(request, in, 3, GET_WORD)
        && request.secondWord == CLUSTER_WORD;
  }

  Step cluster(Output out) {
    return tell(cluster, out);
  }

  private static Step tell(byte[] text, Output out) {
    if (!out.ensure(text.length)) {
      return Step.RETRY;
    }
    out.position = MemcacheComposer.putText(out.memory, out.position, text);
    return Step.DONE;
  }

  /** Ends the server if that is allowed; returns what is to be answered if it is not, or null. */
  Reply shutdown(Request request, MemorySegment in) {
    if (grants.shutdown() == null) {
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
    grants.shutdown().run();
    return null;
  }

  private static boolean isArgument(Request request, MemorySegment in, int length, long word) {
    long from = request.keyOffset;
    return request.keyLength == length && Ascii.word(in, from, from + length) == word;
  }
}
