package io.gannet.bench.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A bug that is put into a copy of our sources: eight that were there once, four slips of a kind
 * that anybody makes, and four that only several workers can show. Production knows nothing of
 * them.
 */
enum Planted {
  /** An idle connection whose last request had no reply keeps a block of output. */
  IDLE_KEEPS_A_BLOCK(
      new Patch(
          "server/src/main/java/io/gannet/server/worker/turn/Sender.java",
          "      connection.out.rest();\n",
          ""),
      new Patch(
          "engine/src/main/java/io/gannet/engine/process/memcache/TextEncoding.java",
          "verb.retrieves() || request.noreply || verb.ends()",
          "verb.retrieves() || verb.ends()")),

  /** Who found no receive buffer asks for one again at once. */
  ASKS_FOR_BUFFERS_AGAIN(
      new Patch(
          "server/src/main/java/io/gannet/server/worker/turn/Receiver.java",
          "        metrics.noBuffers.increment();\n        arming.distrust(connection);\n",
          "        metrics.noBuffers.increment();\n")),

  /** A value of which only the line end is missing keeps its place for ever. */
  WHOLE_VALUE_IS_NOT_TIMED(
      new Patch(
          "server/src/main/java/io/gannet/server/worker/turn/Sweeper.java",
          "return session.holdsMemory() && !unknown",
          "return session.awaitedBytes() > 0 && !unknown")),

  /** Deaf clients take all blocks, and nobody has one of its own. */
  NO_SHARES(
      new Patch(
          "server/src/main/java/io/gannet/server/worker/turn/Share.java",
          "return wanted <= free && (long) (held + others) * FREE_PER_HELD < free - others;",
          "return wanted <= free;"),
      new Patch(
          "server/src/main/java/io/gannet/server/worker/turn/Outbox.java",
          "    if (block == OWN_PLACE && !mayOpenPlace()) {",
          "    if (block == OWN_PLACE) {")),

  /** A turn's work has no bound. */
  TURN_WITHOUT_BOUND(
      new Patch(
          "server/src/main/java/io/gannet/server/worker/turn/Scheduler.java",
          "connection.out.budget = Math.max(connectionBudgetMin, fair);",
          "connection.out.budget = 1 << 20;")),

  /** Headers of gathered sends are used again though the kernel has not taken all entries. */
  HEADERS_ARE_USED_AGAIN(
      new Patch(
          "server/src/main/java/io/gannet/server/worker/turn/Submissions.java",
          "if (!ring.hasPending()) {",
          "if (true) {")),

  /** A receive whose wake-up was lost is never armed anew. */
  WAKE_UP_IS_LOST(
      new Patch(
          "server/src/main/java/io/gannet/server/worker/turn/Sweeper.java",
          "      arming.renew(connection);\n",
          "")),

  /** One ENOMEM ends the process. */
  ENOMEM_IS_FATAL(
      new Patch(
          "ffi/src/main/java/io/gannet/ffi/uring/EnterError.java",
          " || result == -Errno.EBUSY || result == -Errno.ENOMEM",
          " || result == -Errno.EBUSY")),

  /** A completion of a slot's former user is taken for its present one's. */
  STALE_IS_BELIEVED(
      new Patch(
          "ffi/src/main/java/io/gannet/ffi/loop/RingSlot.java",
          "return UserData.generation(userData) == generation;",
          "return true;")),

  /** A zero-copy send's pin ends with its result, not with its notification. */
  PIN_ENDS_EARLY(
      new Patch(
          "server/src/main/java/io/gannet/server/worker/turn/Sender.java",
          "    chunks.awaitNotification(chunk);\n",
          ""),
      new Patch(
          "server/src/main/java/io/gannet/server/worker/turn/Sender.java",
          "      connection.out.notified(connection.zeroCopyChunk(op));\n",
          "")),

  /** A multishot receive that ends with bytes is believed to go on. */
  LOST_MORE_IS_MISSED(
      new Patch(
          "server/src/main/java/io/gannet/server/worker/turn/Receiver.java",
          "    if (!cqe.more()) {\n      lifecycle.ended(connection, Op.RECV);",
          "    if (!cqe.more() && result <= 0) {\n      lifecycle.ended(connection, Op.RECV);")),

  /** Of a send that was short all is believed to be sent. */
  SHORT_SEND_IS_MISSED(
      new Patch(
          "server/src/main/java/io/gannet/server/worker/turn/Sender.java",
          "    connection.out.sent(bytes);\n",
          "    connection.out.sent(asked);\n")),

  /** Who sleeps is woken by commands, and not by answers. */
  ANSWERS_WAKE_NOBODY(
      new Patch(
          "engine/src/main/java/io/gannet/engine/process/shard/ShardMail.java",
          "    return asks || answered;\n",
          "    return asks;\n")),

  /** An answer is composed where the first of those is promised that are awaited. */
  ANSWER_IN_ANOTHERS_PLACE(
      new Patch(
          "server/src/main/java/io/gannet/server/worker/turn/Outbox.java",
          "    int chunk = Ticket.chunk(ticket);\n",
          "    int chunk = queue.firstHole();\n"),
      new Patch(
          "server/src/main/java/io/gannet/server/worker/turn/Outbox.java",
          "    int hole = Ticket.chunk(ticket);\n",
          "    int hole = queue.begun();\n")),

  /** An owner is not told that the value which it pinned was sent. */
  UNPIN_IS_LOST(
      new Patch(
          "server/src/main/java/io/gannet/server/worker/turn/Crossing.java",
          "      forwarder.unpin(shard, pin);\n",
          "")),

  /** An item of another's is read where it is while its conversation's write is on its way. */
  READ_OVERTAKES_A_WRITE(
      new Patch(
          "engine/src/main/java/io/gannet/engine/process/conversation/Elsewhere.java",
          "command.onlyReads() && session.hop.owesNothingOf(command.key.hash)",
          "command.onlyReads()"));

  /** What is replaced in one file; it occurs there once. */
  record Patch(String file, String find, String replace) {
    /** The module's folder, which is called as the module is. */
    String part() {
      return file.substring(0, file.indexOf('/'));
    }

    Path inModule() {
      return Path.of(file.substring(file.indexOf("io/gannet")));
    }

    String applied(String text) {
      int at = text.indexOf(find);
      if (at < 0 || text.indexOf(find, at + 1) >= 0) {
        throw new AssertionError(file + " does not have exactly once: " + find);
      }
      return text.replace(find, replace);
    }
  }

  final List<Patch> patches;

  Planted(Patch... patches) {
    this.patches = List.of(patches);
  }

  /** Writes the files that are changed, below a folder for each module. */
  void writeSources(Path root, Path to) throws IOException {
    for (Patch patch : patches) {
      Path target = to.resolve(patch.part()).resolve(patch.inModule());
      Path source = Files.exists(target) ? target : root.resolve(patch.file());
      String text = patch.applied(Files.readString(source));
      Files.createDirectories(target.getParent());
      Files.writeString(target, text);
    }
  }
}
