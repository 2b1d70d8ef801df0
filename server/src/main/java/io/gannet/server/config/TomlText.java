package io.gannet.server.config;

import io.gannet.engine.option.Option;

/** Writes a configuration as a TOML file that can be read again. */
final class TomlText {
  private TomlText() {}

  static String of(Configuration configuration) {
    StringBuilder text = new StringBuilder();
    for (OptionGroup group : configuration.table().groups()) {
      text.append("# ").append(group.title()).append("\n\n");
      for (Option option : group.options()) {
        append(text, configuration.setting(option));
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Setting setting) {
    Option option = setting.option();
    text.append("# ").append(option.help()).append('\n');
    text.append("# ").append(setting.origin());
    if (setting.origin() != Origin.DEFAULT) {
      if (setting.origin() != Origin.HOST) {
        text.append(' ').append(setting.source());
      }
      text.append("; default ").append(value(option, option.defaultText()));
    }
    text.append("\n").append(option.name()).append(" = ");
    text.append(value(option, setting.text())).append("\n\n");
  }

  private static String value(Option option, String text) {
    return switch (option.type()) {
      case NUMBER, DECIMAL -> option.isWord(text) ? quoted(text) : text;
      case SWITCH -> text;
      case TEXT, LIST, CHOICE, BYTES, DURATION, CPUS -> quoted(text);
    };
  }

  /** A basic string: quotes, backslashes and control characters are escaped. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 127) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
