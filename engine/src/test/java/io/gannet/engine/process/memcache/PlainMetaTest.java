package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The common {@code mg} is read in a way of its own: it is answered as if it were not. */
class PlainMetaTest {
  private static final int LINES = 20_000;
  private static final String PLAIN = "kvqfcslh";
  private static final String ALL = PLAIN + PLAIN + "tuxbNTRO0+K\t";

  private final Random random = new Random(Long.getLong("gannet.seed", 1));
  private final Harness plain = new Harness();
  private final Harness other = new Harness();

  private String flags(String letters) {
    StringBuilder flags = new StringBuilder();
    for (int count = random.nextInt(7); count > 0; count--) {
      flags.append(' ').append(letters.charAt(random.nextInt(letters.length())));
      flags.append(random.nextInt(40) == 0 ? "7" : "");
    }
    return flags + (random.nextInt(30) == 0 ? " " : "");
  }

  private String key() {
    return random.nextInt(50) == 0 ? "k".repeat(249 + random.nextInt(3)) : "k" + random.nextInt(4);
  }

  /** Two blanks before the key make a line that is read word by word. */
  @Test
  void aLineOfLettersIsReadAsAnyOther() {
    for (int i = 0; i < LINES; i++) {
      String rest = key() + flags(i % 2 == 0 ? PLAIN : ALL) + (i % 9 == 0 ? "\n" : "\r\n");
      assertEquals(other.talk("mg  " + rest), plain.talk("mg " + rest), rest);
      if (i % 20 == 0) {
        String set = "ms k" + random.nextInt(4) + " 1 F" + random.nextInt(9) + "\r\nx\r\n";
        assertEquals(other.talk(set), plain.talk(set));
      }
    }
  }
}
