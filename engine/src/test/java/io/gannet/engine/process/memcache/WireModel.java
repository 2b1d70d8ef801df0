package io.gannet.engine.process.memcache;

import static io.gannet.engine.store.Oracle.check;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Processor.Progress;
import io.gannet.engine.process.Session;
import io.gannet.engine.process.conversation.KeyValueProcessor;
import io.gannet.engine.process.memcache.WireRequests.Answer;
import io.gannet.engine.store.Draw;
import io.gannet.engine.store.Oracle;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Talks to a {@link KeyValueProcessor} as its clients might: every verb, many requests in one read,
 * reads that end anywhere, values that come in pieces while others talk, clients that leave in the
 * middle of one, sends that read values for long.
 */
final class WireModel {
  /** One who sends a value in two pieces, with much between them. */
  private static final class SlowClient {
    final Session session;
    final Composer request;
    long sent;

    /** Null while nothing is being sent. */
    Answer answer;

    SlowClient(Session session, Composer request) {
      this.session = session;
      this.request = request;
    }
  }

  /** Bytes of the store that a send still reads, and what they were. */
  private record Pin(long pin, MemorySegment stored, MemorySegment before) {}

  private static final int MAINTAIN_ITEMS = 256;
  private static final int WAITS_MAX = 100_000;
  private static final int PATIENCE = 2;
  private static final int SLOW_CLIENTS = 4;
  private static final int SLOW_BYTES_MAX = 1 << 18;
  private static final int PINS_MAX = 8;
  private static final int REQUESTS_MAX = 10;

  /** The most that the requests or the replies of one read may have. */
  private static final int BYTES_MAX = 8 << 20;

  /* A thread's, as rounds are many, and classes of tests run at once. */
  private static final ThreadLocal<MemorySegment> REQUEST = ThreadLocal.withInitial(WireModel::all);
  private static final ThreadLocal<MemorySegment> REPLY = ThreadLocal.withInitial(WireModel::all);

  private final KeyValueProcessor processor;
  private final SplittableRandom random;
  private final Session session;
  private final Composer request = new Composer(REQUEST.get());
  private final Replies replies;
  private final WireRequests requests;
  private final Window in = new Window();
  private final List<Answer> answers = new ArrayList<>();
  private final SlowClient[] slowClients = new SlowClient[SLOW_CLIENTS];
  private final List<Pin> pins = new ArrayList<>();

  private static MemorySegment all() {
    return Arena.global().allocate(BYTES_MAX, 8);
  }

  WireModel(
      KeyValueProcessor processor, CoarseClock clock, Oracle oracle, Draw draw, Arena arena) {
    this.processor = processor;
    this.random = draw.random();
    this.replies = new Replies(REPLY.get(), 64 << random.nextInt(8), this::pinned);
    this.requests = new WireRequests(clock, oracle, draw, replies);
    this.session = processor.newSession(arena.allocate(processor.carryBytes()));
    for (int i = 0; i < SLOW_CLIENTS; i++) {
      slowClients[i] =
          new SlowClient(
              processor.newSession(arena.allocate(processor.carryBytes())),
              new Composer(arena.allocate(SLOW_BYTES_MAX)));
    }
  }

  /** Says something and reads what is answered; returns how many requests that was. */
  int step() {
    while (pins.size() > PINS_MAX) {
      unpin();
    }
    if (random.nextInt(10) == 0) {
      return goSlowly(slowClients[random.nextInt(SLOW_CLIENTS)]);
    }
    request.clear();
    answers.clear();
    int count = random.nextInt(3) == 0 ? 1 + random.nextInt(REQUESTS_MAX) : 1;
    for (int i = 0; i < count; i++) {
      answers.add(requests.any(request));
    }
    boolean leaves = random.nextInt(200) == 0;
    if (leaves) {
      request.text("quit\r\n");
    }
    replies.clear();
    long cut = random.nextInt(4) == 0 ? random.nextLong(request.length) : 0;
    send(session, request, 0, cut, false);
    send(session, request, cut, request.length, leaves);
    for (int i = 0; i < answers.size(); i++) {
      answers.get(i).read();
    }
    check(replies.isEmpty(), "answered more than was asked for");
    if (leaves) {
      processor.reset(session);
    }
    return count;
  }

  private void send(Session to, Composer said, long from, long end, boolean quits) {
    long at = from + receiveInPlace(to, said, from, end);
    if (at < end) {
      Progress progress = processor.process(to, in.set(said.memory, at, end - at), replies);
      for (int waits = 0; progress == Progress.WAIT; waits++) {
        boolean more = processor.maintain(MAINTAIN_ITEMS);
        check(!more || waits < WAITS_MAX, "it waits, and all the work brings no memory");
        if (!more && waits >= PATIENCE) {
          processor.giveUp(to);
        }
        progress = processor.process(to, in, replies);
      }
      check(progress == (quits ? Progress.CLOSE : Progress.DRAINED), "it did not read on");
      check(quits || in.remaining() == 0, "it did not read all");
    }
  }

  /** As a worker may: a value goes to its place without having been anywhere else. */
  private long receiveInPlace(Session to, Composer said, long from, long end) {
    long awaited = Math.min(to.awaitedBytes(), end - from);
    if (awaited == 0 || random.nextBoolean()) {
      return 0;
    }
    MemorySegment.copy(said.memory, from, processor.memory(), to.awaitedOffset(), awaited);
    processor.received(to, awaited);
    return awaited;
  }

  /** Begins to send a value, or goes on, or goes away. */
  private int goSlowly(SlowClient client) {
    if (client.answer == null) {
      begin(client);
      return 1;
    }
    if (random.nextInt(4) == 0) {
      processor.reset(client.session);
      client.answer = null;
    } else {
      finish(client);
    }
    return 0;
  }

  private void begin(SlowClient client) {
    Composer said = client.request.clear();
    client.answer = requests.anyStore(said);
    long headBytes = said.length - requests.blockBytes();
    client.sent = headBytes + random.nextLong(requests.blockBytes());
    replies.clear();
    send(client.session, said, 0, client.sent, false);
    if (!replies.isEmpty()) { // refused: what comes of the value is ignored
      client.answer.read();
      check(replies.isEmpty(), "answered more than was asked for");
      client.answer = requests::nothing;
    }
  }

  private void finish(SlowClient client) {
    replies.clear();
    send(client.session, client.request, client.sent, client.request.length, false);
    client.answer.read();
    check(replies.isEmpty(), "answered more than was asked for");
    client.answer = null;
  }

  private void pinned(MemorySegment stored, long pin) {
    pins.add(new Pin(pin, stored, MemorySegment.ofArray(stored.toArray(Ascii.BYTE))));
  }

  private void unpin() {
    Pin pin = pins.remove(random.nextInt(pins.size()));
    check(pin.stored.mismatch(pin.before) < 0, "what was being sent has changed");
    processor.unpin(pin.pin);
  }

  /** Lets go of all that is held. */
  void end() {
    for (SlowClient client : slowClients) {
      if (client.answer != null) {
        finish(client);
      }
    }
    while (!pins.isEmpty()) {
      unpin();
    }
  }
}
