package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Conversations spoilt at random. Whatever they have become: nothing is thrown, nothing is read or
 * written outside (the harness's memory ends where its bytes end), cuts and refusals change
 * nothing, and nothing stays reserved or pinned when the client has gone.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a loop without end
class FuzzTest {
  private static final int SEEDS = 800;

  private final Harness client = new Harness();
  private final List<String> conversations =
      Conversations.all().stream()
          .map(Conversations.Conversation::whole)
          .filter(said -> said.length() < 20_000)
          .toList();

  @Test
  void spoiltConversationsAreAnsweredAlikeHoweverTheyAreCut() {
    long first = Long.getLong("gannet.seed", 1);
    for (long seed = first; seed < first + SEEDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = Conversations.bytes(said(random));
      for (int i = random.nextInt(20); i >= 0; i--) {
        bytes = spoil(bytes, random);
      }
      hold(bytes, random, "seed " + seed);
    }
  }

  private void hold(byte[] bytes, Random random, String how) {
    try {
      String expected = client.afresh().send(bytes).replies();
      int[] cuts = ChunkingTest.cuts(random, bytes.length);
      String replies = client.afresh().unruly(random).send(bytes, cuts).replies();
      if (!expected.equals(replies)) {
        assertEquals(expected, replies, how);
      }
      client.leave();
      assertEquals(0, client.store.open, "left open: " + how);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(how, e);
    }
  }

  private String said(Random random) {
    return random.nextBoolean()
        ? conversations.get(random.nextInt(conversations.size()))
        : new RandomConversation(random).text(40);
  }

  private static byte[] spoil(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length + 1);
    int next = Math.min(bytes.length, at + 1);
    char telling = "\r\n 0129-".charAt(random.nextInt(8));
    return switch (random.nextInt(6)) {
      case 0 -> splice(bytes, at, at, random.nextInt(256));
      case 1 -> splice(bytes, at, next, random.nextInt(256));
      case 2 -> splice(bytes, at, Math.min(bytes.length, at + random.nextInt(40)), -1);
      case 3 -> splice(bytes, at, at, telling);
      case 4 -> splice(bytes, at, next, telling);
      default -> splice(bytes, Math.max(0, at - random.nextInt(300)), at, ' ');
    };
  }

  /** {@code bytes} with {@code [from, to)} replaced by one character, or by none. */
  private static byte[] splice(byte[] bytes, int from, int to, int character) {
    int inserted = character < 0 ? 0 : 1;
    byte[] spliced = new byte[from + inserted + bytes.length - to];
    System.arraycopy(bytes, 0, spliced, 0, from);
    if (inserted == 1) {
      spliced[from] = (byte) character;
    }
    System.arraycopy(bytes, to, spliced, from + inserted, bytes.length - to);
    return spliced.length == 0 ? new byte[1] : spliced;
  }
}
