package io.gannet.engine.process.memcache;

import java.util.Random;

/**
 * Conversations nobody would hold: mostly right, often nearly right, sometimes garbage. None has
 * what {@link DifferentialTest} lists as differences.
 */
final class RandomConversation {
  private static final String[] KEYS = {"a", "b", "c", "key:17", "\u00e9", "x\ty", "noreply"};

  // What is counted is never got: memcached fills up with spaces only if no reply holds the item.
  private static final String[] COUNTED = {"n", "n", "n", "nope", "noreply2"};
  private static final String[] NUMBERS = {
    "0", "1", "2", "5", "10", "99", "007", "+3", "-0", "-1", "x", "1x", "1 ", "4294967295",
    "18446744073709551615", "18446744073709551616", "99999999999999999999", "1\t", "\t1", "-", ""
  };
  /** Higher than those that items come to have in a million conversations. */
  private static final String NOBODYS_TOKEN = " 4711000000000";

  private static final String[] TOKENS = {
    "4294967295", "18446744073709551615", "18446744073709551616", "x", "-1", "1x", ""
  };
  private static final String[] EXPTIMES = {
    "0", "0", "0", "100", "-1", "2592000", "2592001", "2147483647", "x", "99999999999999999999"
  };
  // None is blank: memcached's incr then goes on reading behind the item.
  private static final String[] VALUES = {
    "", "x", "7", "99", "abc", "12 ", " 5", "\r\nx", "0", "a b"
  };
  private static final String[] STORES = {"set", "set", "add", "replace", "append", "prepend"};
  private static final String[] GETS = {"get", "gets", "get ", " get", "gets "};
  private static final String[] NOREPLIES = {"", "", "", "", " noreply", " noreplyx", " 0", " x y"};
  private static final String[] STORE_NOREPLIES = {"", "", "", " noreply", " noreplyx", " 0"};
  private static final String[] ENDS = {"\r\n", "\r\n", "\r\n", "\r\n", "\n", " \r\n", "\r\r\n"};

  private final Random random;
  private final boolean badStores;
  private final StringBuilder said = new StringBuilder();

  RandomConversation(Random random) {
    this(random, true);
  }

  /**
   * @param badStores whether there may be lines that are wrong and announce a data block: what
   *     becomes of that has changed in memcached 1.6.40
   */
  RandomConversation(Random random, boolean badStores) {
    this.random = random;
    this.badStores = badStores;
  }

  String text(int lines) {
    for (int i = 0; i < lines; i++) {
      sayLine();
    }
    // No value is awaited in the end: memcached may then forget replies it has not sent yet.
    return said.append("\r\n".repeat(60)).append("version\r\n").toString();
  }

  private void sayLine() {
    switch (random.nextInt(13)) {
      case 0, 1, 2 -> sayStore();
      case 3, 4 -> sayKeys(any(GETS));
      case 5 -> sayKeys((random.nextBoolean() ? "gat " : "gats ") + any(EXPTIMES));
      case 6 -> sayCas();
      case 7 -> sayCount();
      case 8 -> say("delete " + key() + (random.nextInt(4) == 0 ? " 0" : ""));
      case 9 -> say("touch " + key() + " " + any(EXPTIMES));
      case 10 -> say(random.nextInt(3) == 0 ? "flush_all" : "incr n 1");
      case 11 -> say("verbosity " + any(NUMBERS));
      default -> sayGarbage();
    }
  }

  private void say(String line) {
    said.append(line).append(any(NOREPLIES)).append(any(ENDS));
  }

  private void sayStore() {
    String value = any(VALUES);
    String key = random.nextInt(5) == 0 ? "n" : key();
    if (badStores) {
      say(any(STORES) + " " + key + " " + flags() + " " + any(EXPTIMES) + " " + length(value));
      sayBlock(value);
    } else {
      sayGoodStore(any(STORES), value, "");
    }
  }

  private void sayGoodStore(String verb, String value, String token) {
    said.append(verb).append(" ").append(any(KEYS)).append(" ").append(random.nextInt(3));
    said.append(random.nextInt(3) == 0 ? " -1 " : " 0 ").append(value.length()).append(token);
    said.append(any(STORE_NOREPLIES)).append(any(ENDS));
    sayBlock(value);
  }

  private void sayCount() {
    say((random.nextBoolean() ? "incr " : "decr ") + any(COUNTED) + " " + any(NUMBERS));
  }

  private void sayCas() {
    String value = any(VALUES);
    if (badStores) {
      say("cas " + key() + " 0 0 " + length(value) + " " + any(TOKENS));
      sayBlock(value);
    } else {
      sayGoodStore("cas", value, NOBODYS_TOKEN);
    }
  }

  private void sayBlock(String value) {
    said.append(value).append(random.nextInt(20) == 0 ? "" : "\r\n");
  }

  private void sayKeys(String verb) {
    said.append(verb);
    for (int i = random.nextInt(random.nextInt(20) == 0 ? 100 : 6); i >= 0; i--) {
      said.append(random.nextInt(10) == 0 ? "  " : " ").append(any(KEYS));
    }
    said.append(any(ENDS));
  }

  private void sayGarbage() {
    int length = random.nextInt(random.nextInt(10) == 0 ? 1000 : 10);
    said.append(length > 0 ? "?" : ""); // an asterisk and digits would be Redis's
    for (int i = 1; i < length; i++) {
      said.append((char) ('%' + random.nextInt(60)));
    }
    said.append(any(ENDS));
  }

  private String key() {
    return switch (random.nextInt(40)) {
      case 0 -> "k".repeat(250);
      case 1 -> "k".repeat(251);
      default -> any(KEYS);
    };
  }

  private String flags() {
    return random.nextInt(4) == 0
        ? any(NUMBERS).replace("551615", "551616")
        : "" + random.nextInt(3);
  }

  private String length(String value) {
    return switch (random.nextInt(12)) {
      case 0 -> "" + random.nextInt(5);
      case 1 -> any(NUMBERS).replace("4294967295", "4");
      default -> "" + value.length();
    };
  }

  private String any(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
