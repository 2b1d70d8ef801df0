package io.gannet.engine.process.memcache;

import static io.gannet.engine.store.Oracle.check;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.metrics.Metric;
import io.gannet.engine.store.Scale;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Subject;
import io.gannet.engine.store.Subject.Made;
import io.gannet.engine.store.WitnessedStore;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Any bytes, as a client of any engine says them. The first four are none of the client's: which
 * engine, how what follows is cut, and where the clock goes on by how much. However it is cut, and
 * whatever is refused meanwhile, it is answered as over a map; and an engine that has hardly any
 * memory never lies to several clients who say it at once.
 */
public final class SessionFuzz {
  private static final List<Subject> SUBJECTS = Subject.all().toList();
  private static final int HEAD_BYTES = 4;
  private static final int MAP_BYTES = 256 << 10;
  private static final int MAP_ITEM_BYTES_MAX = 1000;
  private static final int CLIENTS = 3;
  private static final int SETTLED_CALLS_MAX = 100_000;
  private static final Scale ROOMY = new Scale(128 << 10, 4096, 1024, 64);
  private static final Scale TINY = new Scale(32 << 10, 2048, 512, 64);

  /** Puts something between an engine and who watches it: a fault that is to be found. */
  static UnaryOperator<Store> planted = store -> store;

  /** An engine and who watches it. */
  private static final class Watched {
    WitnessedStore witness;
    Made<Store> made;
    final Harness client;

    /** Over an engine, or over a map where there is none. */
    Watched(Subject subject, Scale scale, Arena arena) {
      client = new Harness(false, clock -> {
        if (subject == null) {
          Store map = new MapStore(clock, MAP_BYTES, MAP_ITEM_BYTES_MAX);
          return witness = new WitnessedStore(map, clock, true);
        }
        MemorySegment region = arena.allocate(scale.regionBytes(), 64);
        made = subject.maker().make(region, scale, clock, 4711);
        Store store = planted.apply(made.store());
        return witness = new WitnessedStore(store, clock, made.tokensStay());
      });
    }

    /** Everyone is gone: then nothing is held, and what lies there is as the engine believes. */
    void leave() {
      client.leave();
      witness.checkAtRest();
      if (made != null) {
        checkEngine();
      }
    }

    private void checkEngine() {
      for (int calls = 0; made.store().maintain(1000); calls++) {
        check(calls < SETTLED_CALLS_MAX, "maintain never comes to an end");
      }
      assertEquals(List.of(), made.faults().get());
      for (Metric metric : made.metrics().metrics()) {
        boolean held = ModelRound.HELD.contains(String.valueOf(metric.stat()));
        check(!held || metric.value().getAsLong() == 0, metric.stat() + " at rest");
      }
    }
  }

  private SessionFuzz() {}

  /** Fails if what the client is told is another thing with another cut, or a lie. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length <= HEAD_BYTES) {
      return;
    }
    byte[] said = Arrays.copyOfRange(data, HEAD_BYTES, data.length);
    Subject subject = SUBJECTS.get((data[0] & 0xff) % SUBJECTS.size());
    int jumpAt = (data[2] & 0xff) * said.length >> Byte.SIZE;
    int jumpSec = data[3] & 0xff;
    try (Arena arena = Arena.ofConfined()) {
      Watched whole = new Watched(null, null, arena);
      tell(whole, said, new Random(0), false, jumpAt, jumpSec);
      Watched cut = new Watched(null, null, arena);
      tell(cut, said, new Random(data[1]), true, jumpAt, jumpSec);
      same(whole, cut);
      Watched engine = new Watched(subject, ROOMY, arena);
      tell(engine, said, new Random(data[1]), true, jumpAt, jumpSec);
      boolean alike = whole.witness.unlikeOthers + engine.witness.unlikeOthers == 0;
      if (alike && !tellsOfTheStore(said)) {
        same(whole, engine);
      }
      tellAtOnce(new Watched(subject, TINY, arena), said, new Random(data[1]), jumpSec);
      whole.leave();
      cut.leave();
      engine.leave();
    }
  }

  private static void tell(
      Watched to, byte[] said, Random random, boolean cut, int jumpAt, int jumpSec) {
    Harness client = to.client;
    if (cut) {
      client.unruly(random);
    }
    byte[] before = Arrays.copyOf(said, jumpAt);
    byte[] after = Arrays.copyOfRange(said, jumpAt, said.length);
    client.send(before, cut ? ChunkingTest.cuts(random, before.length) : new int[0]);
    client.advanceSec(jumpSec);
    client.send(after, cut ? ChunkingTest.cuts(random, after.length) : new int[0]);
  }

  /** What is counted and listed depends on the engine. */
  private static boolean tellsOfTheStore(byte[] said) {
    String text = new String(said, ISO_8859_1);
    return text.contains("stats") || text.contains("crawler") || text.contains("me ")
        || text.contains("\u0080\u0010");
  }

  private static void same(Watched expected, Watched other) {
    assertEquals(expected.client.replies(), other.client.replies());
    check(expected.client.closed == other.client.closed, "closed by one, not by the other");
  }

  /** Several clients say the same, some bytes each in turn. */
  private static void tellAtOnce(Watched to, byte[] said, Random random, int jumpSec) {
    Harness[] clients = new Harness[CLIENTS];
    int[] at = new int[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
      clients[i] = (i == 0 ? to.client : new Harness(to.client)).unruly(random);
    }
    int left = CLIENTS;
    int jumps = 4;
    while (left > 0) {
      int one = random.nextInt(CLIENTS);
      if (at[one] == said.length) {
        continue;
      }
      int next = Math.min(said.length, at[one] + 1 + random.nextInt(200));
      clients[one].send(Arrays.copyOfRange(said, at[one], next));
      at[one] = next;
      left -= next == said.length ? 1 : 0;
      if (jumps > 0 && random.nextInt(8) == 0) {
        jumps--;
        to.client.advanceSec(jumpSec >> 4);
        to.made.store().maintain(random.nextInt(20));
      }
    }
    for (Harness client : clients) {
      client.leave();
    }
    to.leave();
  }
}
