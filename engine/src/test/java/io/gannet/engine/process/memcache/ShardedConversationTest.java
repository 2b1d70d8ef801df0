package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Scale;
import io.gannet.engine.store.Subject;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * Whoever talks to one of several workers is answered as if there were one: letter for letter, but
 * for CAS tokens, whatever is cut, refused, full or late. {@code -Dgannet.shards.seed=S} runs one
 * round again.
 */
class ShardedConversationTest {
  private static final int ROUNDS = 60;
  private static final int LINES = 80;
  private static final Scale SCALE = Scale.of(2 << 20);

  private static void rounds(LongConsumer round) {
    Long given = Long.getLong("gannet.shards.seed");
    long first = given == null ? System.nanoTime() : given;
    for (long seed = first; seed < first + (given == null ? ROUNDS : 1); seed++) {
      try {
        round.accept(seed);
      } catch (Throwable failure) {
        throw new AssertionError("again with -Dgannet.shards.seed=" + seed, failure);
      }
    }
  }

  private static String withoutTokens(byte[] replies) {
    return new String(replies, ISO_8859_1).replaceAll("(VALUE [^ ]+ \\d+ \\d+) \\d+", "$1");
  }

  /** Time goes by in a cluster. */
  private static String withoutTimes(String replies) {
    return replies.replaceAll(" ([tl])\\d+", " $1");
  }

  private static Cluster cluster(Subject subject, Random random) {
    int ringBytes = 32_768 << random.nextInt(2); // a quarter holds what is read at once
    return new Cluster(
        subject, SCALE, 2 + random.nextInt(3), ringBytes, random.nextInt(3) * 0.2, random);
  }

  @EachSubject
  void isAsWithOneWorker(Subject subject) {
    rounds(
        seed -> {
          String text = new RandomConversation(new Random(seed), false).text(LINES);
          String one = withoutTokens(Harness.over(subject, SCALE).talk(text).getBytes(ISO_8859_1));
          Random random = new Random(seed);
          Cluster cluster = cluster(subject, random);
          Cluster.Client client = cluster.client(0, text.getBytes(ISO_8859_1));
          cluster.run();
          assertEquals(one, withoutTokens(client.out.bytes()));
          assertEquals(cluster.requests(), cluster.logged(), "each once");
          assertNothingIsHeld(cluster);
        });
  }

  @EachSubject
  void metaCommandsAreAsWithOneWorker(Subject subject) {
    rounds(
        seed -> {
          String text = new RandomMeta(new Random(seed), true).text(LINES);
          String one = Harness.over(subject, SCALE).talk(text);
          Random random = new Random(seed);
          Cluster cluster = cluster(subject, random);
          Cluster.Client client = cluster.client(0, text.getBytes(ISO_8859_1));
          cluster.run();
          assertEquals(
              withoutTimes(one), withoutTimes(new String(client.out.bytes(), ISO_8859_1)));
          assertNothingIsHeld(cluster);
        });
  }

  /** Many at once, with values of all sizes, little memory, and some who leave in the middle. */
  @EachSubject
  void whateverHappensNothingIsHeldInTheEnd(Subject subject) {
    rounds(
        seed -> {
          Random random = new Random(seed);
          Cluster cluster = cluster(subject, random);
          for (int i = 0; i < 12; i++) {
            cluster.client(i % cluster.shards(), large(random).getBytes(ISO_8859_1));
          }
          cluster.run(random.nextInt(2_000));
          for (int i = 0; i < 4; i++) {
            cluster.leave(random.nextInt(12));
          }
          cluster.run();
          assertNothingIsHeld(cluster);
        });
  }

  /** Values of all sizes, got and overwritten; nothing that is wrong. */
  private static String large(Random random) {
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      String key = "k" + random.nextInt(20);
      if (random.nextBoolean()) {
        String value = "v".repeat(random.nextInt(1 << random.nextInt(16)));
        said.append("set ").append(key).append(" 0 0 ").append(value.length());
        said.append("\r\n").append(value).append("\r\n");
      } else {
        said.append("gets ").append(key).append(" k").append(random.nextInt(20)).append("\r\n");
      }
    }
    return said.append("version\r\n").toString();
  }

  private static void assertNothingIsHeld(Cluster cluster) {
    assertEquals(0, cluster.stat("reserved_bytes"));
    assertEquals(0, cluster.notLogged());
    assertEquals(0, cluster.stat("reservations"));
    assertEquals(List.of(), cluster.faults());
  }
}
