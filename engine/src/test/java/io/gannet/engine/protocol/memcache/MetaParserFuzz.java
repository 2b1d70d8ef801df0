package io.gannet.engine.protocol.memcache;

import static io.gannet.engine.store.Oracle.check;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;

/**
 * Any line behind a meta command, which the first byte chooses. Where the line is taken, its key
 * and its flags are what they are to a reader that knows nothing but blanks.
 */
public final class MetaParserFuzz {
  private static final List<String> COMMANDS = List.of("mg ", "ms ", "md ", "ma ", "me ", "mn ");

  private MetaParserFuzz() {}

  /** Fails if a line is read as another than it is. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    String command = COMMANDS.get((data[0] & 0xff) % COMMANDS.size());
    String line = command + new String(data, 1, data.length - 1, ISO_8859_1);
    line = line.replace("\n", "");
    MemcacheParser parser = new MemcacheParser();
    MemorySegment carry = Arena.ofAuto().allocate(MemcacheParser.CARRY_BYTES);
    ParserState state = new ParserState(carry);
    Request[] batch = {new Request()};
    Window in = TextParserFuzz.window((line + "\r\n").getBytes(ISO_8859_1));
    if (parser.parse(state, in, batch) == 0) {
      return; // a block that has not come
    }
    switch (batch[0].verb) {
      case MG, MD, MA -> checkLine(batch[0], in.memory, line, 2);
      case MS -> checkLine(batch[0], in.memory, line, 3);
      case ME -> check(key(line, 2).equals(keyOf(batch[0], in.memory)), "another key");
      default -> { }
    }
  }

  private static String[] words(String line) {
    return line.split(" +");
  }

  private static String keyOf(Request request, MemorySegment in) {
    return TextParserFuzz.key(request, in).substring(1);
  }

  /** The key as the line has it, out of base 64 if one of its flags says so. */
  private static String key(String line, int from) {
    String[] words = words(line);
    boolean binary = Arrays.stream(words).skip(from).anyMatch(word -> word.startsWith("b"));
    boolean second = words[0].equals("me") && !(words.length > 2 && words[2].equals("b"));
    return binary && !second
        ? new String(Base64.getDecoder().decode(words[1]), ISO_8859_1)
        : words[1];
  }

  private static void checkLine(Request request, MemorySegment in, String line, int from) {
    String[] words = words(line);
    check(key(line, from).equals(keyOf(request, in)), "another key");
    for (char letter = 'A'; letter <= 'z'; letter++) {
      String word = word(words, from, letter);
      check(request.hasFlag(letter) == (word != null), "a flag that is not as said: " + letter);
      if (word != null) {
        checkToken(request, letter, word.substring(1));
      }
    }
    if (from == 3) {
      check(request.valueLength == Integer.parseInt(number(words[2])), "another length");
    }
    check(echo(words, from).equals(echoOf(request)), "another echo");
  }

  private static String word(String[] words, int from, char letter) {
    for (int i = from; i < words.length; i++) {
      if (words[i].charAt(0) == letter) {
        return words[i];
      }
    }
    return null;
  }

  private static void checkToken(Request request, char letter, String said) {
    String token = number(said);
    switch (letter) {
      case 'T' -> check(request.exptime == Long.parseLong(token), "another T");
      case 'N' -> check(request.madeExptime == Long.parseLong(token), "another N");
      case 'R' -> check(request.recacheExptime == Long.parseLong(token), "another R");
      case 'C' -> check(request.expected == Long.parseUnsignedLong(token), "another C");
      case 'E' -> check(request.token == Long.parseUnsignedLong(token), "another E");
      case 'J' -> check(request.initial == Long.parseUnsignedLong(token), "another J");
      case 'D' -> check(request.number == Long.parseUnsignedLong(token), "another D");
      case 'F' -> check(request.clientFlags == Integer.parseUnsignedInt(token), "another F");
      default -> { }
    }
  }

  /** What C's strtol reads of a token. */
  private static String number(String token) {
    return token
        .replaceFirst("^[\\t-\\r]+", "")
        .replaceFirst("(?s)[\\x00\\t-\\r].*", "")
        .replaceFirst("^-0+$", "0");
  }

  /** What comes back with the answer: an opaque as it is, of the others the letter. */
  private static String echo(String[] words, int from) {
    StringJoiner echo = new StringJoiner(" ");
    for (int i = from; i < words.length; i++) {
      char letter = words[i].charAt(0);
      if ("kscflhtO".indexOf(letter) >= 0) {
        echo.add(letter == 'O' ? words[i] : "" + letter);
      }
    }
    return echo.toString();
  }

  private static String echoOf(Request request) {
    byte[] echo = request.echo().asSlice(0, request.echoLength).toArray(Ascii.BYTE);
    return new String(echo, ISO_8859_1);
  }

  /** All that is meaningful of a meta request but its value. */
  static String told(Request request, MemorySegment in) {
    StringBuilder told = new StringBuilder();
    told.append(request.verb).append(TextParserFuzz.key(request, in));
    for (char letter = 'A'; letter <= 'z'; letter++) {
      told.append(request.hasFlag(letter) ? "" + letter : "");
    }
    if (request.verb == Verb.ME) {
      return told.toString();
    }
    told.append(' ').append(request.exptime).append(' ').append(request.madeExptime);
    told.append(' ').append(request.recacheExptime).append(' ').append(request.number);
    told.append(request.hasFlag('C') ? " C" + request.expected : "");
    told.append(request.hasFlag('E') ? " E" + request.token : "");
    told.append(request.verb == Verb.MS ? " " + request.valueLength : "");
    return told.append(' ').append(echoOf(request)).toString();
  }
}
