package io.gannet.engine.process.kv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Evictions;
import io.gannet.engine.store.MissCause;
import io.gannet.engine.store.Scale;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Subject;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Each miss is counted with its cause: against a model that knows what became of each key, at
 * least 99 of 100 are right while no more items have gone since than the ghosts are made for; of
 * each cause 98, as two keys that look the same are the same two all the time.
 */
class MissCauseTest {
  private static final int KEYS = 900;
  private static final int STRANGERS = 1 << 20;
  private static final int STEPS = 80_000;
  private static final int STEPS_PER_FLUSH = 9_000;
  private static final int STEPS_PER_SEC = 40;
  private static final int TOO_LARGE = 1 << 20;
  private static final int TTL_SEC_MAX = 30;
  private static final int CAUSES = MissCause.values().length;

  /** What became of each key, told by who asks and by the store that evicts. */
  private static final class Model implements Evictions.Listener {
    private final Asker asker;
    private final MissCause[] gone = new MissCause[KEYS];
    private final int[] deadlines = new int[KEYS];
    private final long[] departures = new long[KEYS];
    private long departed;
    private final int[] judged = new int[CAUSES];
    private final int[] right = new int[CAUSES];

    Model(Asker asker) {
      this.asker = asker;
      Arrays.fill(gone, MissCause.NEVER_SEEN);
      asker.shard.store.tellEvictions(this);
    }

    void stored(int key, int deadlineSec) {
      gone[key] = null;
      deadlines[key] = deadlineSec;
    }

    void lost(int key, MissCause cause) {
      gone[key] = cause;
      departures[key] = ++departed;
    }

    /** Of those that are there. */
    void lostAll(MissCause cause) {
      for (int key = 0; key < KEYS; key++) {
        if (gone[key] == null) {
          lost(key, cause);
        }
      }
    }

    void expire(int nowSec) {
      for (int key = 0; key < KEYS; key++) {
        if (gone[key] == null && deadlines[key] != Store.NEVER && deadlines[key] <= nowSec) {
          lost(key, MissCause.EXPIRED);
        }
      }
    }

    void missed(int key, MissCause told) {
      if (gone[key] == null) {
        lost(key, MissCause.EVICTED); // there was no place for it in the end
      }
      boolean known = gone[key] == MissCause.NEVER_SEEN
          || departed - departures[key] < asker.shard.store.ghosts().window();
      if (known) {
        judge(gone[key], told);
      }
    }

    void judge(MissCause cause, MissCause told) {
      judged[cause.ordinal()]++;
      right[cause.ordinal()] += told == cause ? 1 : 0;
    }

    @Override
    public boolean listens() {
      return true;
    }

    @Override
    public void evicted(long item, int sinceSec, boolean found) {
      Store store = asker.shard.store;
      byte[] key = new byte[store.keyLength(item)];
      MemorySegment.copy(
          store.memory(), ValueLayout.JAVA_BYTE, store.keyOffset(item), key, 0, key.length);
      lost(Integer.parseInt(new String(key, ISO_8859_1).substring(1)), MissCause.EVICTED);
    }
  }

  @EachSubject
  void causesAreRightInsideTheWindowAndAddUp(Subject subject) {
    try (Asker asker = new Asker(subject, Scale.of(64 << 10))) {
      Model model = new Model(asker);
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 1; i <= STEPS; i++) {
        step(asker, model, random);
        asker.keyspace.maintain(random.nextInt(4));
        if (i % STEPS_PER_SEC == 0) {
          asker.shard.pass(1);
          model.expire(asker.shard.clock.nowSec());
        }
        if (i % STEPS_PER_FLUSH == 0) {
          asker.says(Operation.FLUSH, "-").deadline(Command.DEAD).ask();
          model.lostAll(MissCause.FLUSHED);
        }
      }
      check(asker.metrics, model);
    }
  }

  private static void check(KeyspaceMetrics metrics, Model model) {
    long gets = 0;
    long touches = 0;
    for (MissCause cause : MissCause.values()) {
      int row = cause.ordinal();
      gets += metrics.misses.gets.get(row);
      touches += metrics.misses.touches.get(row);
      String told = cause + ": " + model.right[row] + " of " + model.judged[row];
      assertTrue(model.judged[row] >= 100, told);
      assertTrue(model.right[row] >= 0.98 * model.judged[row], told);
    }
    int right = IntStream.of(model.right).sum();
    int judged = IntStream.of(model.judged).sum();
    assertTrue(right >= 0.99 * judged, right + " of " + judged);
    assertEquals(metrics.getMisses.get(), gets);
    assertEquals(metrics.touchMisses.get(), touches);
    assertTrue(touches > 0);
  }

  private static void step(Asker asker, Model model, SplittableRandom random) {
    int key = random.nextInt(KEYS);
    String text = "k" + key;
    switch (random.nextInt(32)) {
      case 0, 1 -> delete(asker, model, key);
      case 2 -> {
        asker.says(Operation.SET, text).valueToCome(TOO_LARGE).lastTry();
        assertEquals(Outcome.TOO_LARGE, asker.ask());
        model.lost(key, MissCause.TOO_LARGE);
      }
      case 3 -> {
        asker.says(Operation.SET, text).deadline(Command.DEAD).value("x").ask();
        model.lost(key, MissCause.EXPIRED);
      }
      case 4 -> die(asker, model, key, Operation.TOUCH);
      case 5 -> die(asker, model, key, Operation.GET_AND_TOUCH);
      case 6 -> {
        asker.says(Operation.GET, "s" + random.nextInt(STRANGERS)).ask();
        model.judge(MissCause.NEVER_SEEN, asker.command.missCause);
      }
      case 7, 8, 9, 10, 11, 12, 13, 14, 15 -> set(asker, model, key, random);
      default -> {
        if (asker.says(Operation.GET, text).ask() == Outcome.NOT_FOUND) {
          model.missed(key, asker.command.missCause);
        }
      }
    }
  }

  private static void delete(Asker asker, Model model, int key) {
    if (asker.says(Operation.DELETE, "k" + key).ask() == Outcome.DELETED) {
      model.lost(key, MissCause.DELETED);
    }
  }

  private static void die(Asker asker, Model model, int key, Operation operation) {
    Outcome outcome = asker.says(operation, "k" + key).deadline(Command.DEAD).ask();
    if (outcome == Outcome.FOUND || outcome == Outcome.TOUCHED) {
      model.lost(key, MissCause.EXPIRED);
    } else if (operation == Operation.GET_AND_TOUCH) {
      model.missed(key, asker.command.missCause);
    }
  }

  private static void set(Asker asker, Model model, int key, SplittableRandom random) {
    int ttlSec = 1 + random.nextInt(TTL_SEC_MAX);
    int deadlineSec = random.nextBoolean() ? Store.NEVER : asker.shard.in(ttlSec);
    asker.says(Operation.SET, "k" + key).deadline(deadlineSec).lastTry();
    Outcome outcome = asker.value("x".repeat(100 + random.nextInt(300))).ask();
    if (outcome == Outcome.STORED) {
      model.stored(key, deadlineSec);
    } else {
      model.lost(key, MissCause.EVICTED);
    }
  }
}
