package io.gannet.engine.process.conversation;

import static io.gannet.engine.bytes.Ascii.BYTE;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.klog.KeptRequests;
import io.gannet.engine.klog.LoggedVerb;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.Session;
import io.gannet.engine.process.kv.PendingValue;
import io.gannet.engine.store.Walk;
import io.gannet.engine.watch.WatchFeed;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One conversation with a {@link KeyValueProcessor}: its encoding, the value it awaits, and its
 * patience. In which encoding it is, is not known before its first byte has come.
 *
 * <pre>
 *   undecided ── first byte ──► encoding ── reset ──► undecided
 * </pre>
 */
public final class KeyValueSession extends Session {
  final PendingValue pending = new PendingValue();
  final Patience patience = new Patience();
  final Hop hop = new Hop();
  final Listing listing = new Listing();

  /** Since when the request that comes next has had to wait; 0 if it has not. */
  long waitsSinceNs;

  /** What asks for the value that is awaited. */
  LoggedVerb verb = LoggedVerb.UNKNOWN;

  /** What is kept of the request whose value is awaited, to be logged. */
  int row = KeptRequests.NONE;

  private final Lister lister;
  private final Encoding[] encodings;
  private final EncodingState[] states;

  /** The encoding that was decided on, and what it remembers; null before. */
  private Encoding encoding;

  private EncodingState state;

  /** The walk that the conversation has asked for, or null. */
  private CompletableFuture<List<Walk>> walk;

  /** The lines that the conversation has asked for, once they come; or null. */
  private CompletableFuture<WatchFeed> asked;

  /** Where they come from; null if it is no watcher's. */
  private WatchFeed feed;

  /** In one of the encodings: the first that its first byte belongs to. */
  KeyValueSession(Encoding[] encodings, MemorySegment carry, Lister lister) {
    this.lister = lister;
    this.encodings = encodings;
    this.states = new EncodingState[encodings.length];
    for (int i = 0; i < encodings.length; i++) {
      states[i] = encodings[i].newState(carry);
    }
  }

  /** Looks at the first byte of all; false if it has not come. */
  boolean decide(Window in) {
    if (encoding == null && in.position < in.limit) {
      begin(in.memory.get(BYTE, in.position));
    }
    return encoding != null;
  }

  private void begin(byte first) {
    int i = 0;
    while (!encodings[i].begins(first)) {
      i++; // one of them is that of whatever is none of the others'
    }
    encoding = encodings[i];
    state = states[i];
  }

  /** The request that comes next, or the value awaited, has to wait from now on, if not before. */
  void beginToWait(long nowNs) {
    if (waitsSinceNs == 0) {
      waitsSinceNs = nowNs;
    }
  }

  /** The encoding that was decided on. */
  Encoding encoding() {
    return encoding;
  }

  /** What its encoding remembers of it. */
  public EncodingState state() {
    return state;
  }

  /** The value whose bytes come next. */
  public PendingValue value() {
    return pending;
  }

  @Override
  public long awaitedBytes() {
    return pending.awaitedBytes();
  }

  @Override
  public long awaitedOffset() {
    return pending.awaitedOffset();
  }

  @Override
  public int trailerBytes() {
    return pending.isAwaited() ? state.trailerBytes() : 0;
  }

  @Override
  public boolean holdsMemory() {
    return pending.isAwaited();
  }

  @Override
  public boolean awaitsValue() {
    EncodingState now = state;
    return holdsMemory() || now != null && now.carriesValue();
  }

  @Override
  public long reservedBytes() {
    return pending.length();
  }

  @Override
  public int waitsBegun() {
    return patience.waitsBegun();
  }

  @Override
  public long wantedBytes() {
    return patience.wantedBytes();
  }

  @Override
  public boolean awaitsHop() {
    return hop.isAwaited() || awaitsOthers();
  }

  @Override
  public boolean awaitsOthers() {
    return walk != null && !walk.isDone() || asked != null && !asked.isDone();
  }

  /** The conversation stands still until a walk is over that it has asked for. */
  public void awaitWalk(CompletableFuture<List<Walk>> asked) {
    assert walk == null;
    walk = asked;
  }

  /** What that has found, once; null if none was asked for. */
  public CompletableFuture<List<Walk>> takeWalk() {
    CompletableFuture<List<Walk>> taken = walk;
    walk = null;
    assert taken == null || taken.isDone();
    return taken;
  }

  /** The conversation stands still until there are lines for it. */
  public void awaitFeed(CompletableFuture<WatchFeed> coming) {
    assert asked == null && feed == null;
    asked = coming;
  }

  /** Where they come from, once; null if none were asked for. */
  public CompletableFuture<WatchFeed> takeFeed() {
    CompletableFuture<WatchFeed> taken = asked;
    asked = null;
    assert taken == null || taken.isDone();
    return taken;
  }

  /** It is a watcher's from now on: it is told lines, and asks for nothing any more. */
  public void watch(WatchFeed lines) {
    feed = lines;
  }

  @Override
  public boolean isWatching() {
    return feed != null;
  }

  WatchFeed feed() {
    return feed;
  }

  /** Whoever makes lines for it learns that it is over, whether they have come or not. */
  private void endFeed() {
    if (asked != null && !asked.cancel(false) && !asked.isCompletedExceptionally()) {
      asked.join().end();
    }
    if (feed != null) {
      feed.end();
    }
    asked = null;
    feed = null;
  }

  @Override
  public int answersCome() {
    return hop.come();
  }

  @Override
  public int awaitedShard() {
    return pending.isElsewhere() ? pending.shard() : OWN_SHARD;
  }

  /** True if the request that comes next is refused if there still is no memory for it. */
  public boolean hasGivenUp() {
    return patience.hasEnded();
  }

  /** Composes what is owed; false if there is no room, or no budget, for all of it now. */
  public boolean settle(Output out) {
    return listing.isUnderWay() ? lister.settle(this, out) : state.settle(out);
  }

  /** Has all that is stored listed from now on, before anything else: {@link #settle} tells it. */
  public void list() {
    lister.begin(listing);
  }

  /** Forgets all; a value awaited must have been given up before. */
  void reset() {
    assert !pending.isAwaited() && row == KeptRequests.NONE;
    patience.goOn();
    waitsSinceNs = 0;
    hop.reset();
    listing.end();
    walk = null;
    endFeed();
    wentWrong = false;
    if (encoding != null) {
      state.reset();
      encoding = null;
      state = null;
    }
  }
}
