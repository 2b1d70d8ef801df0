package io.gannet.engine.process.conversation;

import io.gannet.engine.process.Output;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.ItemPage;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.process.shard.Answer;
import io.gannet.engine.process.shard.Forwarder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Tells conversations what is stored, page by page: of the shard's own items as many as the turn's
 * budget and the output have room for; then of each other shard's, a page at a time, for which the
 * conversation stands still.
 *
 * <pre>
 *   own shard    page ─► told ─► page ─► told …         budget is over, no room: later
 *   the others   asked ─► (turns) ─► told in its promise ─► asked …
 * </pre>
 *
 * <p>One thread. Allocates nothing once it is made.
 */
final class Lister {
  /** What is told of an item costs about as much as so many gets. */
  private static final int BUDGET_PER_ITEM = 2;

  /** The context of a page: it is an encoding's no more than others' are its own. */
  private static final long CONTEXT = 1;

  private final Keyspace keyspace;
  private final Ownership ownership;
  private final ItemPage page = new ItemPage();
  private final MemorySegment pageMemory = Arena.ofAuto().allocate(ItemPage.BYTES_MAX);
  private final Command command = new Command();

  /** The way to the others, once there is one. */
  private Forwarder forwarder;

  Lister(Keyspace keyspace, Ownership ownership) {
    this.keyspace = keyspace;
    this.ownership = ownership;
  }

  void connect(Forwarder forwarder) {
    this.forwarder = forwarder;
  }

  /** Begins to list what all shards have, this one first. */
  void begin(Listing listing) {
    int shards = forwarder == null ? 1 : ownership.shards();
    listing.begin(ownership.own(), shards);
  }

  /** Goes on; false if there is more to tell, later. */
  boolean settle(KeyValueSession session, Output out) {
    Listing listing = session.listing;
    listing.isCrowded = false;
    while (listing.isUnderWay()) {
      if (out.budget <= 0 || out.full()) {
        return false;
      }
      if (listing.shard != ownership.own()) {
        ask(session, out);
        return false;
      }
      if (!out.ensure(ItemPage.TOLD_BYTES_MAX)) {
        return false;
      }
      page.begin(pageMemory, 0);
      keyspace.list(listing.place, page);
      out.budget -= page.looked;
      tell(session, page.next, out);
    }
    return session.state().settle(out);
  }

  private void tell(KeyValueSession session, long next, Output out) {
    long before = out.position;
    boolean more = session.encoding().list(session, page, out);
    out.budget -= (int) ((out.position - before) / ItemPage.TOLD_ITEM_BYTES_MAX * BUDGET_PER_ITEM);
    session.listing.goOn(next, ownership.shards());
    if (!more) {
      session.listing.end();
    }
    if (!session.listing.isUnderWay()) {
      session.encoding().listed(session);
    }
  }

  /** Another shard's next page: the conversation stands until it has come. */
  private void ask(KeyValueSession session, Output out) {
    Listing listing = session.listing;
    command.operation = Operation.LIST;
    command.number = listing.place;
    command.wishes = 0;
    if (!forwarder.canSend(listing.shard, command, session.hop.owed())) {
      listing.isCrowded = true;
      return;
    }
    int ticket = out.promise(Output.PROMISE_BYTES_MAX);
    if (ticket >= 0) {
      forwarder.send(listing.shard, command, false, session.origin, CONTEXT, ticket);
      session.hop.sent();
      session.hop.allSettled();
      out.budget--;
    }
  }

  /** The page has come; false if there is no room for it now. */
  boolean answered(KeyValueSession session, Answer answer, Output out) {
    if (!out.begin(answer.ticket(), ItemPage.TOLD_BYTES_MAX)) {
      return false;
    }
    page.read(answer.memory, answer.valueOffset(), answer.valueLength());
    tell(session, answer.cas(), out);
    out.end(answer.ticket());
    return true;
  }

  /** It is not told now: it will be asked for once more. */
  static void answeredWithout(Answer answer, Output out) {
    boolean begun = out.begin(answer.ticket(), 1);
    assert begun : "room for so much was kept";
    out.end(answer.ticket());
  }
}
