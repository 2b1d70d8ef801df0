package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The scripted conversations, and what makes the replies of two servers comparable. */
final class Conversations {
  private static final Pattern REPEAT = Pattern.compile("\\{([^{}]*?)\\*(\\d+)\\}");
  private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-f]{2})");
  private static final Pattern CAS =
      Pattern.compile("^(VALUE [^ ]+ \\d+ \\d+ )(\\d+)\r$", Pattern.MULTILINE | Pattern.UNIX_LINES);

  private Conversations() {}

  /** One conversation: what is sent at once, after the replies to what was sent before. */
  record Conversation(String title, List<String> turns) {
    /** Everything in one piece, if it does not depend on replies. */
    String whole() {
      return String.join("", turns).replace("@CAS@", "1");
    }
  }

  static List<Conversation> all() {
    try (InputStream in = Conversations.class.getResourceAsStream("conversations.txt")) {
      List<Conversation> all = new ArrayList<>();
      String text = new String(in.readAllBytes(), UTF_8);
      List<String> lines = new ArrayList<>();
      for (String line : text.lines().toList()) {
        if (line.isEmpty()) {
          add(all, lines);
          lines.clear();
        } else {
          lines.add(line);
        }
      }
      add(all, lines);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(List<Conversation> all, List<String> lines) {
    String title =
        lines.stream().filter(line -> line.startsWith("#")).collect(Collectors.joining(" "));
    List<String> said = lines.stream().filter(line -> !line.startsWith("#")).toList();
    if (said.isEmpty()) {
      return;
    }
    List<String> turns = new ArrayList<>();
    StringBuilder turn = new StringBuilder();
    for (String line : said) {
      if (line.equals("---")) {
        turns.add(turn.toString());
        turn.setLength(0);
      } else {
        turn.append(unescape(line));
      }
    }
    turns.add(turn.toString());
    all.add(new Conversation(title + " / " + said.getFirst(), turns));
  }

  private static String unescape(String line) {
    boolean open = line.endsWith("\\");
    String text = open ? line.substring(0, line.length() - 1) : line + "\\r\\n";
    text = text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
    text = HEX.matcher(text).replaceAll(Conversations::unescapeHex);
    return REPEAT.matcher(text).replaceAll(Conversations::repeat);
  }

  private static String unescapeHex(MatchResult hex) {
    return Matcher.quoteReplacement("" + (char) Integer.parseInt(hex.group(1), 16));
  }

  private static String repeat(MatchResult repeat) {
    return Matcher.quoteReplacement(repeat.group(1).repeat(Integer.parseInt(repeat.group(2))));
  }

  /** The last CAS token told in {@code replies}, or 1. */
  static String lastCas(String replies) {
    String last = "1";
    Matcher told = CAS.matcher(replies);
    while (told.find()) {
      last = told.group(2);
    }
    return last;
  }

  /** Replaces each CAS token by how many others were told before it for the first time. */
  static String withCasRanks(String replies) {
    Map<String, Integer> ranks = new HashMap<>();
    return CAS.matcher(replies).replaceAll(told -> withCasRank(told, ranks));
  }

  private static String withCasRank(MatchResult told, Map<String, Integer> ranks) {
    int rank = ranks.computeIfAbsent(told.group(2), token -> ranks.size());
    return Matcher.quoteReplacement(told.group(1) + "cas" + rank + "\r");
  }

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
