package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.process.Output;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that come later than what is behind them, in pools that others have emptied, too. */
class PromiseTest {
  private static final int BLOCK_BYTES = 8192;
  private static final int BLOCKS = 16;
  private static final int CONNECTIONS = 60;
  private static final int UNSENT_BYTES_MAX = 1 << 14;
  private static final int KEPT = 80;

  private final Arena arena = Arena.ofConfined();
  private final Region places = Region.map((long) CONNECTIONS * Place.BYTES, Policy.OFF);
  private final UnpinningProcessor own = new UnpinningProcessor(filled((byte) 'o'));
  private final UnpinningProcessor other = new UnpinningProcessor(filled((byte) 'x'));
  private final Shards shards = new Shards(new UnpinningProcessor[] {other, own}, 1);
  private final PatienceClock patience = new PatienceClock(0);
  private final ChunkPool pool =
      new ChunkPool(
          arena.allocate(BLOCKS * BLOCK_BYTES),
          BLOCK_BYTES,
          arena.allocate(ChunkPool.rowBytes(BLOCKS, CONNECTIONS), Long.BYTES));
  private final SentBytes sent = new SentBytes(pool, shards);
  private int slots;
  private final Place place = new Place(places, slots++);
  private final Outbox out = outbox(place);

  @AfterEach
  void close() {
    places.close();
    arena.close();
  }

  private MemorySegment filled(byte with) {
    MemorySegment memory = arena.allocate(1 << 16);
    memory.fill(with);
    return memory;
  }

  private Outbox outbox(Place place) {
    return new Outbox(pool, shards, place, patience, UNSENT_BYTES_MAX, 2048);
  }

  private static boolean compose(Output to, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (!to.ensure(bytes.length)) {
      return false;
    }
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, to.memory, to.position, bytes.length);
    to.position += bytes.length;
    return true;
  }

  private static boolean fulfil(Output to, int ticket, String text) {
    if (!to.begin(ticket, text.length())) {
      return false;
    }
    assertTrue(compose(to, text), "the room that it was given");
    to.end(ticket);
    return true;
  }

  /** All that may leave leaves: what it was. */
  private String send() {
    return send(Integer.MAX_VALUE);
  }

  private String send(int most) {
    return new String(sent.send(out, place, most), StandardCharsets.US_ASCII);
  }

  private int promise() {
    int ticket = out.promise(KEPT);
    assertTrue(ticket >= 0);
    return ticket;
  }

  private void assertNothingIsHeld() {
    assertEquals(0, out.promises());
    assertEquals(0, pool.blocksUsed());
    assertEquals(0, pool.chunksUsed());
    assertEquals(0, pool.holes());
    assertEquals(0, own.pins);
    assertEquals(0, other.pins);
  }

  @Test
  void whatIsBehindAHoleWaitsForIt() {
    assertTrue(compose(out, "before "));
    int ticket = promise();
    assertTrue(compose(out, "behind"));
    assertEquals("before ", send());
    assertEquals("", send());
    assertTrue(fulfil(out, ticket, "between "));
    assertEquals("between behind", send());
    assertNothingIsHeld();
  }

  @Test
  void promisesAreKeptInTheirOrderWhateverOrderTheyAreFulfilledIn() {
    int first = promise();
    int second = promise();
    assertTrue(compose(out, "c"));
    int third = promise();
    assertTrue(fulfil(out, third, "d"));
    assertTrue(fulfil(out, first, "a"));
    assertEquals("a", send());
    assertTrue(fulfil(out, second, "b"));
    assertEquals("bcd", send());
    assertNothingIsHeld();
  }

  @Test
  void anAnswerMayBeOfManyPieces() {
    int first = promise();
    int second = promise();
    assertTrue(compose(out, "end"));
    for (int ticket : new int[] {second, first}) {
      assertTrue(out.begin(ticket, 100));
      assertTrue(compose(out, "head "));
      own.pins++;
      assertTrue(out.appendPinned(own.memory(), 0, 3, 1));
      assertTrue(compose(out, " "));
      assertTrue(out.appendCopied(other.memory(), 0, 2));
      assertTrue(compose(out, " tail "));
      out.end(ticket);
    }
    assertEquals("head ooo xx tail head ooo xx tail end", send());
    assertNothingIsHeld();
  }

  @Test
  void aValueOfAnotherShardIsSentFromThereAndGivenBackToIt() {
    own.pins++;
    other.pins++;
    assertTrue(out.appendPinned(1, 0, 2, 7));
    assertTrue(out.appendPinned(0, 0, 3, 7));
    assertEquals("oo", send(2));
    assertEquals(0, own.pins);
    assertEquals(1, other.pins, "the kernel may read it");
    assertEquals("xxx", send());
    assertNothingIsHeld();
  }

  @Test
  void anAnswerMayBeNothingButAValueOrNothingAtAll() {
    int value = promise();
    int nothing = promise();
    int last = promise();
    assertTrue(fulfil(out, last, "last"));
    assertTrue(fulfil(out, nothing, ""));
    assertTrue(out.begin(value, 0));
    own.pins++;
    assertTrue(out.appendPinned(1, 0, 2, 7));
    out.end(value);
    assertEquals("oolast", send());
    assertNothingIsHeld();
  }

  @Test
  void whoIsAnsweredWithNothingAtAllHoldsNothing() {
    int first = promise();
    int second = promise();
    assertTrue(fulfil(out, second, ""));
    assertTrue(fulfil(out, first, ""));
    assertFalse(out.owes());
    assertNothingIsHeld();
  }

  @Test
  void whatIsTakenBackLeavesTheHoleAsItWas() {
    int first = promise();
    int second = promise();
    assertTrue(compose(out, "behind"));
    assertTrue(out.begin(second, 100));
    assertTrue(compose(out, "a head whose value finds no room"));
    out.postpone(second);
    assertEquals(2, out.promises());
    assertEquals("behind".length(), out.unsentBytes());
    assertTrue(fulfil(out, second, "2"));
    assertTrue(fulfil(out, first, "1"));
    assertEquals("12behind", send());
    assertNothingIsHeld();
  }

  @Test
  void answersInOrderAreOneChunk() {
    List<Integer> tickets = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      tickets.add(promise());
    }
    int last = promise();
    tickets.forEach(ticket -> assertTrue(fulfil(out, ticket, "answer ")));
    int first = out.seal();
    assertEquals(5 * "answer ".length(), pool.chunks.length(first));
    assertEquals(out.sendEnd(), pool.chunks.next(first), "neighbours in one block, sent apart");
    assertTrue(fulfil(out, last, "last"));
    assertTrue(compose(out, "."));
    first = out.seal();
    assertEquals(ChunkTable.NONE, pool.chunks.next(first));
    assertEquals("answer answer answer answer answer last.", send());
    assertNothingIsHeld();
  }

  @Test
  void whatIsKeptCountsAsUnsent() {
    int[] tickets = new int[3];
    for (int i = 0; i < tickets.length; i++) {
      tickets[i] = promise();
    }
    own.pins++;
    assertTrue(out.appendPinned(1, 0, UNSENT_BYTES_MAX - 3 * KEPT, 1));
    assertTrue(out.full());
    assertTrue(fulfil(out, tickets[1], "short"));
    assertFalse(out.full());
    out.clear();
    assertNothingIsHeld();
  }

  @Test
  void theOldestPromiseIsTheFirstInTheQueue() {
    patience.advance(100);
    int first = promise();
    patience.advance(200);
    int second = promise();
    patience.advance(300);
    promise();
    assertEquals(100, out.promisedSinceNs());
    assertTrue(fulfil(out, second, "2"));
    assertEquals(100, out.promisedSinceNs());
    assertTrue(fulfil(out, first, "1"));
    assertEquals(300, out.promisedSinceNs());
    out.clear();
    assertNothingIsHeld();
  }

  @Test
  void aTicketOfOneWhoIsGoneIsNotTheNextClients() {
    int old = promise();
    out.clear();
    assertNothingIsHeld();
    int current = promise();
    assertEquals(Ticket.chunk(old), Ticket.chunk(current), "the case at hand");
    assertThrows(AssertionError.class, () -> out.begin(old, 1));
    assertTrue(fulfil(out, current, "for the next"));
    assertEquals("for the next", send());
  }

  @Test
  void aTicketOfAnotherConnectionIsNone() {
    Outbox neighbour = outbox(new Place(places, slots++));
    int ticket = neighbour.promise(KEPT);
    assertThrows(AssertionError.class, () -> out.begin(ticket, 1));
    neighbour.clear();
  }

  /** Others take all blocks, and as many chunks as they may, and have promises on top. */
  private List<Outbox> greedy(int count) {
    List<Outbox> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(outbox(new Place(places, slots++)));
    }
    boolean more = true;
    for (int round = 0; more && round < 100; round++) {
      more = false;
      for (Outbox one : all) {
        more |= one.promise(KEPT) >= 0;
        more |= compose(one, "x".repeat(BLOCK_BYTES / 2));
      }
    }
    assertFalse(more, "there is no end to it");
    return all;
  }

  @Test
  void aShortAnswerAlwaysHasRoom() {
    int[] tickets = new int[6];
    for (int i = 0; i < tickets.length; i++) {
      tickets[i] = promise();
      assertTrue(compose(out, "-"));
    }
    greedy(40);
    for (int i = tickets.length - 1; i >= 0; i--) {
      assertTrue(fulfil(out, tickets[i], ("" + i).repeat(KEPT)), "the " + i + ".");
    }
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < tickets.length; i++) {
      all.append(("" + i).repeat(KEPT)).append("-");
    }
    assertEquals(all.toString(), send());
    assertEquals(0, out.chunks());
  }

  /** All wait for long answers at once, and have used up whatever there is behind their holes. */
  @Test
  void whoIsFirstOfThoseWhoWaitHasRoomForALongAnswerInTheEnd() {
    int first = promise();
    int second = promise();
    List<Outbox> others = greedy(40);
    for (int i = 0; i < 100 && compose(out, "behind"); i++) {
      out.promise(KEPT);
    }
    String head = "h".repeat(Output.ENSURE_BYTES_MAX - 1);
    for (int ticket : new int[] {first, second}) {
      assertTrue(out.begin(ticket, Output.ENSURE_BYTES_MAX), "nobody would ever go on");
      assertTrue(compose(out, head));
      own.pins++;
      assertTrue(out.appendPinned(1, 0, 2, 7));
      assertTrue(compose(out, "."));
      out.end(ticket);
      assertTrue(send().startsWith(head + "oo."));
    }
    out.clear();
    others.forEach(Outbox::clear);
    assertNothingIsHeld();
  }

  @Test
  void whoHoldsNothingIsPromisedSomethingWhateverOthersHold() {
    List<Outbox> others = greedy(40);
    int ticket = promise();
    assertTrue(out.begin(ticket, Output.ENSURE_BYTES_MAX));
    assertTrue(compose(out, "first"));
    out.end(ticket);
    assertEquals("first", send());
    assertEquals(0, out.chunks());
    others.forEach(Outbox::clear);
    assertNothingIsHeld();
  }

  /** Else what lies behind a hole could keep its answer out for ever. */
  @Test
  void whoseAnswerHasNoRoomIsHeldUpByItOnlyIfNothingLeavesBefore() {
    int first = out.promise(KEPT);
    int second = out.promise(KEPT);
    MemorySegment value = arena.allocate(3 * BLOCK_BYTES);
    assertTrue(out.begin(second, 1));
    assertTrue(out.appendCopied(value, 0, 2 * BLOCK_BYTES - KEPT), "the share of one who has none");
    out.end(second);
    out.seal();
    assertTrue(out.begin(first, 1));
    assertFalse(out.appendCopied(value, 0, 3 * BLOCK_BYTES), "what lies behind it has the share");
    out.postpone(first);
    assertTrue(out.isHeldUpBy(first));
    fulfil(out, first, "END");
    out.seal();
    send();
    assertTrue(compose(out, "before"));
    int third = out.promise(KEPT);
    int fourth = out.promise(KEPT);
    assertFalse(out.isHeldUpBy(third), "something leaves before it");
    send();
    assertTrue(out.isHeldUpBy(third));
    assertFalse(out.isHeldUpBy(fourth));
    out.clear();
  }
}
