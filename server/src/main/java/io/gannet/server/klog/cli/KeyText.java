package io.gannet.server.klog.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Keys as text. They are bytes, and may be any. */
final class KeyText {
  private KeyText() {}

  /** For a line of Latin-1: each byte as it is, but for what would end or break the line. */
  static String of(byte[] key) {
    String text = new String(key, ISO_8859_1);
    boolean plain = text.chars().allMatch(c -> c > ' ' && c != 0x7f);
    return plain ? text : escaped(text);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c > ' ' && c != 0x7f) {
        escaped.append(c);
      } else {
        escaped.append("\\x%02x".formatted((int) c));
      }
    }
    return escaped.toString();
  }

  /** For a text of Unicode: as UTF-8 if it is some, else each byte as the character it numbers. */
  static String unicode(byte[] key) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      return new String(key, ISO_8859_1);
    }
  }
}
