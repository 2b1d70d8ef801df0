package io.gannet.engine.process.memcache;

import java.util.List;
import java.util.Random;

/**
 * A conversation in meta commands, with some of the old ones between them, that a seed decides:
 * valid, and without what depends on who keeps the use of items.
 */
final class RandomMeta {
  private static final List<String> KEYS = List.of("a", "b", "c", "n", "YWI=");
  private static final String OPAQUE = "abcxyz019";

  /** Higher than those that items come to have by themselves in a million conversations. */
  private static final long FIRST_TOKEN = 4_711_000_000_000L;

  private static final String NEW = "C E x h u l size";

  /** What is counted, if memcached is beside: only there. */
  private static final String NUMBER = "n";

  /**
   * What marks that: memcached then makes a new item when it counts, without the marks, and as
   * short as the number is.
   */
  private static final String MARKING = "IRN";

  /** Joins digits to it, such as 7 to 0: 07 becomes shorter when it is counted up. */
  private static final String JOINING = "S";

  private final Random random;
  private final boolean all;

  /**
   * If memcached is beside: the number may become shorter, and is not got. What was got, a reply
   * holds until it is sent, and meanwhile it is counted as if it were marked, which shows by then.
   */
  private final boolean countsDown;

  /**
   * @param all also what memcached 1.6.18 does not know, or keeps otherwise
   */
  RandomMeta(Random random, boolean all) {
    this.random = random;
    this.all = all;
    this.countsDown = random.nextBoolean();
  }

  String text(int lines) {
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      said.append(line()).append("\r\n");
    }
    return said.append("mn\r\n").toString();
  }

  private String line() {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> get(key);
      case 3, 4, 5 -> store(key);
      case 6, 7 -> "md " + key + flags(key, harmless(key, "k q O I x E T C"));
      case 8, 9 -> count(all ? key : NUMBER);
      case 10 -> random.nextBoolean() ? "get a b" + (all ? " n" : "") : "set " + key + " 3 0 2\r\n12";
      default -> random.nextBoolean() ? "incr n 3" : "delete " + key;
    };
  }

  private String get(String any) {
    String key = !all && countsDown && any.equals(NUMBER) ? KEYS.getFirst() : any;
    return "mg " + key + flags(key, harmless(key, "k s f t v q O T N R h u l"));
  }

  private String harmless(String key, String letters) {
    String harmful = MARKING + (countsDown ? "" : JOINING);
    return all || !key.equals(NUMBER) ? letters : letters.replaceAll("[" + harmful + "] ?", "");
  }

  private String count(String key) {
    String mode = all || countsDown ? " M" : "";
    return "ma " + key + flags(key, (all ? "q T " : "") + "k O N J D t v E C" + mode);
  }

  private String store(String key) {
    int length = random.nextInt(oneIn(20) ? 6_000 : 4);
    String value = (oneIn(2) ? "7" : "v").repeat(length);
    String flags = flags(key, harmless(key, "k size q O F T I E S C"));
    return "ms " + key + " " + length + flags + "\r\n" + value;
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  private String flags(String key, String letters) {
    StringBuilder flags = new StringBuilder(key.endsWith("=") ? " b" : "");
    for (String letter : letters.split(" ")) {
      boolean other = NEW.contains(letter) || key.endsWith("=") && "kN".contains(letter);
      if (oneIn(3) && (all || !other)) {
        flags.append(' ').append(flag(letter));
      }
    }
    return flags.toString();
  }

  private String flag(String letter) {
    return switch (letter) {
      case "O" -> "O" + OPAQUE.substring(random.nextInt(OPAQUE.length()));
      case "T", "N" -> letter + (oneIn(3) ? 0 : 100);
      case "R" -> "R" + (oneIn(2) ? 50 : 500);
      case "E", "C" -> letter + (FIRST_TOKEN + random.nextInt(4));
      case "J", "D", "F" -> letter + random.nextInt(30);
      case "M" -> "M" + "I+D-".charAt(random.nextInt(4));
      case "S" -> "M" + "EAPRS".charAt(random.nextInt(5));
      case "size" -> "s";
      default -> letter;
    };
  }
}
