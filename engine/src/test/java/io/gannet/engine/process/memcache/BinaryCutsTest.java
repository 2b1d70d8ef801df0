package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.protocol.memcache.binary.Packets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However the same packets are cut, and wherever the output refuses, the replies are the same. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a loop without end
class BinaryCutsTest {
  private static final int CONVERSATIONS = 300;
  private static final int CUT_EVERYWHERE = 12;
  private static final int SPOILT = 2000;

  private final Harness client = new Harness();

  private static byte[] conversation(long seed) {
    byte[] said = new RandomPackets(new Random(seed), false).bytes(30);
    byte[] figures = Packets.request(0x10, 1, ""); // what was counted depends on no cut either
    return Packets.all(said, figures);
  }

  @Test
  void anyCutGivesTheSameReplies() {
    long first = Long.getLong("gannet.seed", 1);
    for (long seed = first; seed < first + CUT_EVERYWHERE; seed++) {
      byte[] said = Arrays.copyOf(conversation(seed), 3000);
      String expected = client.afresh().send(said).replies();
      for (int cut = 1; cut < said.length; cut++) {
        same(expected, client.afresh().send(said, cut), "seed " + seed + ", cut at " + cut);
      }
      int[] everywhere = new int[said.length];
      Arrays.setAll(everywhere, i -> i);
      same(expected, client.afresh().send(said, everywhere), "seed " + seed + ", one by one");
    }
  }

  @Test
  void randomCutsAndRefusalsGiveTheSameReplies() {
    long first = Long.getLong("gannet.seed", 1);
    for (long seed = first; seed < first + CONVERSATIONS; seed++) {
      byte[] said = conversation(seed);
      String expected = client.afresh().send(said).replies();
      Random random = new Random(seed);
      int[] cuts = ChunkingTest.cuts(random, said.length);
      same(expected, client.afresh().unruly(random).send(said, cuts), "seed " + seed);
    }
  }

  /** Lengths that do not fit, opcodes that are none, values that never come: no cut tells. */
  @Test
  void spoiltPacketsGiveTheSameReplies() {
    long first = Long.getLong("gannet.seed", 1);
    for (long seed = first; seed < first + SPOILT; seed++) {
      Random random = new Random(seed);
      byte[] said = conversation(seed);
      for (int i = random.nextInt(4); i >= 0; i--) {
        said[random.nextInt(Math.min(said.length, 1000))] = (byte) random.nextInt(256);
      }
      String expected = client.afresh().send(said).replies();
      boolean closed = client.closed;
      int[] cuts = ChunkingTest.cuts(random, said.length);
      same(expected, client.afresh().unruly(random).send(said, cuts), "seed " + seed);
      assertEquals(closed, client.closed, "seed " + seed);
    }
  }

  private static void same(String expected, Harness client, String how) {
    String replies = client.replies();
    if (!expected.equals(replies)) {
      assertEquals(
          Packets.told(expected.getBytes(ISO_8859_1)),
          Packets.told(replies.getBytes(ISO_8859_1)), how);
      assertArrayEquals(
          expected.getBytes(ISO_8859_1), replies.getBytes(ISO_8859_1), how);
    }
  }
}
