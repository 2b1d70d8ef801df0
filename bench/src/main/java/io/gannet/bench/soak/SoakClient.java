package io.gannet.bench.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.bench.soak.Deeds.Deed;
import io.gannet.bench.soak.Talk.Answer;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One who does everything, by one connection after the other, in one dialect after the other; of
 * two connections one is left in the middle of a request. Of a shared ledger's keys some are its
 * own to write, all are its to read; its counters nobody else touches.
 *
 * <p>What is sent whole and not waited for may be carried out at any time, so that it may even come
 * after what a later connection sends: it goes to keys that have no other use, of which any version
 * may be told.
 */
final class SoakClient implements Runnable {
  private static final int COUNTERS = 50;
  private static final long COUNT_FIRST = 1_000;
  private static final int LOOSE_SHARE = 20;
  private static final int EXCHANGES_MAX = 400;
  private static final int GETS_MAX = 16;
  private static final int SETS_MAX = 4;
  private static final int TTL_SEC_MAX = 20;
  private static final int LONG_TTL_SEC = 3_600;
  private static final long RETRY_MS = 100;

  private final SocketAddress server;
  private final Ledger ledger;
  private final Deeds deeds;
  private final List<Dialect> dialects;
  private final int index;
  private final int clients;
  private final SplittableRandom random;
  private final long[] counted = new long[COUNTERS];

  /** Its own keys whose value has a deadline. */
  private final BitSet mortal = new BitSet();

  private volatile boolean over;

  /** A set that was said. */
  private record Said(int key, long version, boolean isMortal) {}

  /** The {@code index}th of so many. */
  SoakClient(SoakPlan plan, Ledger ledger, Deeds deeds, List<Dialect> dialects, int index) {
    this.server = plan.server();
    this.ledger = ledger;
    this.deeds = deeds;
    this.dialects = dialects;
    this.index = index;
    this.clients = plan.clients();
    this.random = new SplittableRandom(plan.seed() * 31 + index);
    Arrays.fill(counted, Talk.NO_NUMBER);
  }

  /** It comes to an end soon. */
  void end() {
    over = true;
  }

  @Override
  public void run() {
    while (!over) {
      try (Wire wire = new Wire(server)) {
        deeds.count(Deed.CONNECTIONS);
        Talk talk = dialects.get(random.nextInt(dialects.size())).over(wire);
        for (int i = random.nextInt(EXCHANGES_MAX); i > 0 && !over; i--) {
          exchange(wire, talk);
        }
        if (random.nextBoolean()) {
          die(wire, talk);
          deeds.count(Deed.DEATHS);
        }
      } catch (Fault e) {
        deeds.fault(e.getMessage());
      } catch (IOException e) {
        deeds.fault("closed by the server: " + e.getMessage());
        rest();
      }
    }
  }

  private static void rest() {
    try {
      Thread.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void exchange(Wire wire, Talk talk) throws IOException, Fault {
    int dice = random.nextInt(100);
    if (dice < 45) {
      get(talk);
    } else if (dice < 85) {
      set(wire, talk);
    } else if (dice < 90) {
      delete(talk);
    } else if (dice < 94) {
      touch(talk);
    } else {
      count(wire, talk);
    }
  }

  /** Each {@link #LOOSE_SHARE}th key is sent to by those who do not wait. */
  private static boolean isLoose(int key, int clients) {
    return key / clients % LOOSE_SHARE == 0;
  }

  private int ownKey(boolean loose) {
    int key;
    do {
      key = index + clients * random.nextInt(ledger.keys() / clients);
    } while (isLoose(key, clients) != loose);
    return key;
  }

  private static String name(int key) {
    return "soak-" + key;
  }

  private void get(Talk talk) throws IOException, Fault {
    int[] keys = random.ints(1 + random.nextInt(GETS_MAX), 0, ledger.keys()).distinct().toArray();
    long[] floors = Arrays.stream(keys).mapToLong(ledger::floor).toArray();
    long askedMs = System.currentTimeMillis();
    List<byte[]> values = talk.get(Arrays.stream(keys).mapToObj(SoakClient::name).toList());
    int hits = 0;
    for (int i = 0; i < keys.length; i++) {
      if (values.get(i) != null) {
        ledger.judge(keys[i], name(keys[i]), floors[i], askedMs, values.get(i));
        hits++;
      }
    }
    deeds.count(Deed.HITS, hits);
    deeds.count(Deed.MISSES, keys.length - hits);
  }

  /** Some, the next one said before the first is answered. */
  private void set(Wire wire, Talk talk) throws IOException, Fault {
    List<Said> sets = new ArrayList<>();
    for (int i = random.nextInt(8) == 0 ? SETS_MAX : 1; i > 0; i--) {
      sets.add(say(talk, ownKey(false)));
    }
    long sentMs = System.currentTimeMillis();
    wire.send();
    for (Said said : sets) {
      if (talk.stored() == Answer.DONE) {
        ledger.stored(said.key, said.version, System.currentTimeMillis() - sentMs);
        deeds.count(Deed.STORED);
      } else {
        deeds.count(Deed.REFUSED);
      }
      mortal.set(said.key, said.isMortal || mortal.get(said.key));
    }
  }

  private Said say(Talk talk, int key) {
    long version = ledger.next(key);
    int ttlSec = random.nextInt(8) == 0 ? 1 + random.nextInt(TTL_SEC_MAX) : 0;
    long deadlineMs = ttlSec == 0 ? 0 : System.currentTimeMillis() + ttlSec * 1_000L;
    byte[] value = new Payload(name(key), version, deadlineMs).bytes(Payload.anyLength(random));
    talk.say(name(key), value, ttlSec);
    return new Said(key, version, ttlSec != 0);
  }

  private void delete(Talk talk) throws IOException, Fault {
    int key = ownKey(false);
    if (talk.delete(name(key)) != Answer.REFUSED) {
      ledger.removed(key);
      mortal.clear(key);
      deeds.count(Deed.DELETED);
    }
  }

  /** What has a deadline keeps it: its value says which. */
  private void touch(Talk talk) throws IOException, Fault {
    int key = ownKey(false);
    if (!mortal.get(key) && talk.touch(name(key), LONG_TTL_SEC) == Answer.DONE) {
      deeds.count(Deed.TOUCHED);
    }
  }

  private void count(Wire wire, Talk talk) throws IOException, Fault {
    int counter = random.nextInt(COUNTERS);
    int delta = 1 + random.nextInt(1_000);
    String name = "count-" + index + "-" + counter;
    long told = talk.count(name, delta);
    if (told == Talk.NO_NUMBER) {
      talk.say(name, Long.toString(COUNT_FIRST).getBytes(US_ASCII), 0);
      wire.send();
      counted[counter] = talk.stored() == Answer.DONE ? COUNT_FIRST : counted[counter];
      return;
    }
    long before = counted[counter];
    if (before == Talk.NO_NUMBER || told != before + delta) {
      throw new Fault("a lie: " + before + " and " + delta + " were counted as " + told);
    }
    counted[counter] = told;
    deeds.count(Deed.COUNTED);
  }

  /** Goes in the middle of a value, behind one, or before the answer to a get. */
  private void die(Wire wire, Talk talk) throws IOException {
    int dice = random.nextInt(4);
    say(talk, ownKey(dice == 0));
    int whole = wire.said();
    if (dice == 0) {
      wire.send();
    } else {
      wire.sendPart(random.nextInt(whole - 2));
    }
  }
}
