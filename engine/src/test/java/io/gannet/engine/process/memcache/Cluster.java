package io.gannet.engine.process.memcache;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Window;
import io.gannet.engine.klog.CommandLog;
import io.gannet.engine.klog.KeptRequests;
import io.gannet.engine.klog.KlogMetrics;
import io.gannet.engine.mail.MailConsumer;
import io.gannet.engine.mail.MailRing;
import io.gannet.engine.process.Processor.Progress;
import io.gannet.engine.process.PromisingOutput;
import io.gannet.engine.process.Session;
import io.gannet.engine.process.conversation.KeyValueProcessor;
import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.process.shard.Answer;
import io.gannet.engine.process.shard.OtherShards;
import io.gannet.engine.process.shard.ShardMail;
import io.gannet.engine.process.shard.ShardMailPlan;
import io.gannet.engine.store.ForeignReader;
import io.gannet.engine.store.Scale;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Subject;
import io.gannet.engine.store.Subject.Made;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Several shards and their clients, all turned by one thread in an order that a seed decides: a
 * worker's turn takes what has come for it and lets its clients talk.
 */
final class Cluster {
  private static final int LOG_BYTES = 1 << 20;
  private static final long SEED = 4711;
  private static final int TURNS_MAX = 1_000_000;
  private static final int MAINTAIN_ITEMS = 64;
  private static final int WAIT_SEC = 5;

  private final CoarseClock clock = new CoarseClock(1_800_000_000L, 0);
  private final Random random;
  private final Shard[] shards;
  private final MemorySegment[] memories;
  private final List<Client> clients = new ArrayList<>();
  private final double refusal;
  private long nowNs;

  private final OtherShards seen =
      new OtherShards() {
        @Override
        public MemorySegment memory(int shard) {
          return memories[shard];
        }

        @Override
        public ForeignReader reader(int shard) {
          return shards[shard].made.store().foreignReader();
        }
      };

  /** A worker and what is its own. */
  private final class Shard {
    final int index;
    final Made<Store> made;
    final KeyValueProcessor processor;
    final ShardMail mail;
    final KlogMetrics logged = new KlogMetrics();
    final KeptRequests kept =
        new KeptRequests(Arena.ofAuto().allocate(KeptRequests.bytes(), Long.BYTES));
    private final CommandLog log;
    private final MailConsumer logReader;

    Shard(Subject subject, Scale scale, int index, ShardMailPlan plan, MemorySegment mailMemory) {
      this.index = index;
      MemorySegment region = Arena.ofAuto().allocate(scale.regionBytes(), 64);
      made = subject.maker().make(region, scale, clock, SEED);
      processor =
          Memcache.processor(
              made.store(), clock, new MemcacheMetrics(), new Statistics(), "1.6.18", Grants.NONE,
              new Ownership(index, plan.workers()));
      MailRing ring =
          new MailRing(
              Arena.ofAuto().allocate(MailRing.bytes(LOG_BYTES), MailRing.ALIGNMENT), 0, LOG_BYTES);
      log = new CommandLog(ring.producer(), index, 1, () -> nowNs, logged);
      logReader = ring.consumer();
      processor.logTo(log, null, kept);
      mail = new ShardMail(mailMemory, plan, index, processor.keyspace(), seen);
      memories[index] = made.store().memory();
    }

    void turn() {
      mail.beginTurn();
      for (Answer answer = mail.nextAnswer(); answer != null; answer = mail.nextAnswer()) {
        take(answer);
      }
      mail.endAnswers();
      mail.serve(clock.nowSec());
      for (Client client : clients) {
        if (client.home == this) {
          client.turn();
        }
      }
      processor.maintain(MAINTAIN_ITEMS);
      mail.runErrands();
      for (int other = 0; other < shards.length; other++) {
        if (other != index) {
          mail.publish(other);
        }
      }
      emptyLog();
    }

    private void emptyLog() {
      log.publish();
      while (logReader.next() != MailRing.NONE) {
        // what it says is read elsewhere; here it is counted
      }
      logReader.release();
    }

    private void take(Answer answer) {
      Client client = clients.get((int) answer.origin());
      if (client.gone) {
        processor.answeredTooLate(answer);
        mail.dropAnswer();
      } else if (processor.answered(client.session, answer, client.out)) {
        mail.settleAnswer();
      } else if (!mail.keepAnswer()) {
        mail.dropAnswer();
        processor.answeredWithout(client.session, answer, client.out);
      }
    }
  }

  /** One conversation. */
  final class Client {
    final Shard home;
    final Session session;
    final PromisingOutput out;
    private final byte[] bytes;
    private final MemorySegment chunk = Arena.ofAuto().allocate(1 << 17);
    private final Window window = new Window();
    private int sent;
    private Progress last = Progress.DRAINED;
    boolean closed;
    boolean gone;

    private Client(Shard home, byte[] bytes) {
      this.home = home;
      this.bytes = bytes;
      session = home.processor.newSession(
          Arena.ofAuto().allocate(home.processor.carryBytes()));
      session.origin = clients.size();
      out = new PromisingOutput(random, refusal, memories, home.index, this::unpin);
      window.set(chunk, 0, 0);
    }

    private void unpin(int shard, long pin) {
      if (shard == home.index) {
        home.processor.unpin(pin);
      } else {
        home.mail.forwarder().unpin(shard, pin);
      }
    }

    private void turn() {
      if (gone || closed || session.awaitsHop()) {
        return;
      }
      if (window.remaining() == 0 && sent < bytes.length) {
        receive(Math.min(bytes.length - sent, 1 + random.nextInt(random.nextInt(3) + 1 << 10)));
      }
      out.budget = 1 + random.nextInt(100);
      last = home.processor.process(session, window, out);
      closed = last == Progress.CLOSE;
      if (last == Progress.WAIT && random.nextInt(50) == 0) {
        home.processor.giveUp(session);
      }
    }

    /** Into the place where the value goes, if one is awaited, now and then. */
    private void receive(int count) {
      int direct = (int) Math.min(count, session.awaitedBytes());
      if (direct > 0 && random.nextBoolean()) {
        int shard = session.awaitedShard();
        MemorySegment to = shard == Session.OWN_SHARD ? memories[home.index] : memories[shard];
        MemorySegment.copy(
            bytes, sent, to, Ascii.BYTE, session.awaitedOffset(), direct);
        home.processor.received(session, direct);
        sent += direct;
        return;
      }
      MemorySegment.copy(bytes, sent, chunk, Ascii.BYTE, 0, count);
      window.set(chunk, 0, count);
      sent += count;
    }

    boolean isDone() {
      boolean over = closed || sent == bytes.length && last == Progress.DRAINED;
      return gone || over && window.remaining() * (closed ? 0 : 1) == 0 && out.isWhole();
    }

    /** Leaves in the middle of whatever there is. */
    void leave() {
      home.processor.reset(session);
      gone = true;
    }
  }

  Cluster(Subject subject, Scale scale, int count, int ringBytes, double refusal, Random random) {
    this.random = random;
    this.refusal = refusal;
    this.shards = new Shard[count];
    this.memories = new MemorySegment[count];
    ShardMailPlan plan = new ShardMailPlan(count, ringBytes, 1 + random.nextInt(64), 1024, WAIT_SEC);
    MemorySegment mail = Arena.ofAuto().allocate(ShardMail.bytes(plan), 128);
    for (int i = 0; i < count; i++) {
      shards[i] = new Shard(subject, scale, i, plan, mail);
    }
    for (Shard shard : shards) {
      shard.processor.connect(shard.mail.forwarder());
    }
  }

  /** A client of a worker, who says all of that. */
  Client client(int worker, byte[] bytes) {
    Client client = new Client(shards[worker], bytes);
    clients.add(client);
    return client;
  }

  int shards() {
    return shards.length;
  }

  /** A client leaves, whatever it is in the middle of. */
  void leave(int client) {
    if (!clients.get(client).gone) {
      clients.get(client).leave();
    }
  }

  /** So many turns, unless all is over before. */
  void run(int turns) {
    for (int turn = 0; turn < turns && !isAtRest(); turn++) {
      turn();
    }
  }

  private void turn() {
    shards[random.nextInt(shards.length)].turn();
    if (random.nextInt(1000) == 0) {
      nowNs += 1_000_000_000L;
      clock.advance(nowNs);
    }
  }

  /**
   * Turns until everybody is answered and nothing is under way, and each worker once more: what it
   * keeps to be logged for one who has left is dropped.
   */
  void run() {
    for (int turn = 0; !isAtRest(); turn++) {
      if (turn == TURNS_MAX) {
        throw new AssertionError("it comes to no end");
      }
      turn();
    }
    for (Shard shard : shards) {
      shard.turn();
    }
    assert isAtRest();
  }

  private boolean isAtRest() {
    return clients.stream().allMatch(Client::isDone)
        && Arrays.stream(shards).allMatch(shard -> isAtRest(shard.mail));
  }

  /** Nobody is asked, told or kept waiting; an errand that is sent is run. */
  private static boolean isAtRest(ShardMail mail) {
    return !mail.isWaiting() && !mail.hasMore() && !mail.putsOff();
  }

  /** Requests that were carried out, or sent, or have begun to. */
  long requests() {
    return Arrays.stream(shards)
        .mapToLong(shard -> shard.processor.keyspace().metrics().requests.get())
        .sum();
  }

  /** Requests that were logged. */
  long logged() {
    return Arrays.stream(shards).mapToLong(shard -> shard.logged.logged.get()).sum();
  }

  /** Requests that are kept to be logged, or could not be. */
  long notLogged() {
    return Arrays.stream(shards)
        .mapToLong(shard -> shard.kept.used() + shard.logged.discarded.get())
        .sum();
  }

  /** A figure of all stores together, by memcached's name for it. */
  long stat(String name) {
    return Arrays.stream(shards).mapToLong(shard -> shard.made.stat(name)).sum();
  }

  /** What walks over all stores find wrong. */
  List<String> faults() {
    return Arrays.stream(shards).flatMap(shard -> shard.made.faults().get().stream()).toList();
  }
}
