package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.protocol.memcache.binary.Packets;
import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Scale;
import io.gannet.engine.store.Subject;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * Whoever talks in packets to one of several workers is answered as if there were one. {@code
 * -Dgannet.shards.seed=S} runs one round again.
 */
class BinaryShardedTest {
  private static final int ROUNDS = 60;
  private static final int REQUESTS = 60;
  private static final int CLIENTS = 12;
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

  private static List<String> told(byte[] replies) {
    return Packets.told(replies, cas -> cas == 0 ? "0" : "some");
  }

  private static Cluster cluster(Subject subject, Random random) {
    int ringBytes = 32_768 << random.nextInt(2);
    return new Cluster(
        subject, SCALE, 2 + random.nextInt(3), ringBytes, random.nextInt(3) * 0.2, random);
  }

  @EachSubject
  void isAsWithOneWorker(Subject subject) {
    rounds(
        seed -> {
          byte[] said = new RandomPackets(new Random(seed), false).bytes(REQUESTS);
          String one = Harness.over(subject, SCALE).talk(new String(said, ISO_8859_1));
          Random random = new Random(seed);
          Cluster cluster = cluster(subject, random);
          Cluster.Client client = cluster.client(0, said);
          cluster.run();
          assertEquals(told(one.getBytes(ISO_8859_1)), told(client.out.bytes()));
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
          for (int i = 0; i < CLIENTS; i++) {
            cluster.client(i % cluster.shards(), large(random));
          }
          cluster.run(random.nextInt(2_000));
          for (int i = 0; i < 4; i++) {
            cluster.leave(random.nextInt(CLIENTS));
          }
          cluster.run();
          assertNothingIsHeld(cluster);
        });
  }

  /** Values of all sizes, got, touched, joined and overwritten; nothing that is wrong. */
  private static byte[] large(Random random) {
    int[] storing = {0x01, 0x11, 0x02, 0x12, 0x0e, 0x19};
    int[] asking = {0x00, 0x09, 0x0c, 0x0d};
    int[] touching = {0x1c, 0x1d, 0x1e, 0x23, 0x24};
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    for (int i = 0; i < 40; i++) {
      String key = "k" + random.nextInt(20);
      int opcode = storing[random.nextInt(storing.length)];
      String value = "v".repeat(random.nextInt(1 << random.nextInt(16)));
      byte[] extras = new byte[opcode == 0x0e || opcode == 0x19 ? 0 : 8];
      said.writeBytes(
          switch (random.nextInt(4)) {
            case 0, 1 -> Packets.request(opcode, i, 0, extras, key, value);
            case 2 -> Packets.request(asking[random.nextInt(asking.length)], i, key);
            default -> Packets.touch(touching[random.nextInt(touching.length)], i, 0, key);
          });
    }
    said.writeBytes(Packets.request(0x0a, 40, ""));
    return said.toByteArray();
  }

  private static void assertNothingIsHeld(Cluster cluster) {
    assertEquals(0, cluster.stat("reserved_bytes"));
    assertEquals(0, cluster.stat("reservations"));
    assertEquals(List.of(), cluster.faults());
  }
}
