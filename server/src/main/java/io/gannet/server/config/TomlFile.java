package io.gannet.server.config;

import io.gannet.engine.option.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/** Reads a configuration file: {@code name = value} lines with the names of the command line. */
public final class TomlFile {
  private final OptionTable table;
  private final String file;
  private final List<Given> given = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();

  private TomlFile(OptionTable table, String file) {
    this.table = table;
    this.file = file;
  }

  /**
   * Reads the values that a file gives.
   *
   * @throws ConfigurationException naming file and line of everything that is wrong
   */
  public static List<Given> read(Path path, OptionTable table) {
    TomlFile toml = new TomlFile(table, path.toString());
    toml.readAll(parse(path));
    if (!toml.errors.isEmpty()) {
      throw new ConfigurationException(String.join("\n", toml.errors));
    }
    return toml.given;
  }

  private static TomlParseResult parse(Path path) {
    try {
      return Toml.parse(Files.readString(path));
    } catch (NoSuchFileException e) {
      throw new ConfigurationException("cannot read " + path + ": there is no such file");
    } catch (IOException e) {
      throw new ConfigurationException("cannot read " + path + ": " + e.getMessage());
    }
  }

  private void readAll(TomlParseResult toml) {
    for (TomlParseError error : toml.errors()) {
      errors.add(at(error.position().line()) + error.getMessage());
    }
    for (String name : toml.keySet()) {
      List<String> key = List.of(name);
      readOne(name, toml.get(key), toml.inputPositionOf(key).line());
    }
  }

  private void readOne(String name, Object value, int line) {
    Option option = table.option(name);
    if (option == null) {
      String question = NearestName.question("", name, table.names());
      errors.add(at(line) + "unknown option '" + name + "'" + question);
    } else if (!fits(option, value)) {
      errors.add(at(line) + name + " is written as " + example(option));
    } else {
      given.add(Given.line(option, value.toString(), file, line));
    }
  }

  private static boolean fits(Option option, Object value) {
    return switch (option.type()) {
      case TEXT, LIST, CHOICE -> value instanceof String;
      case NUMBER -> value instanceof Long || isWord(option, value);
      case DECIMAL -> value instanceof Double || value instanceof Long || isWord(option, value);
      case BYTES, DURATION, CPUS -> value instanceof String || value instanceof Long;
      case SWITCH -> value instanceof Boolean;
    };
  }

  /** {@code auto}, for one. */
  private static boolean isWord(Option option, Object value) {
    return value instanceof String text && option.isWord(text);
  }

  private static String example(Option option) {
    return switch (option.type()) {
      case TEXT, LIST -> "a string: " + option.name() + " = \"text\"";
      case CHOICE -> "a string: " + option.name() + " = \"" + option.choices().get(0) + "\"";
      case DECIMAL -> "a number without quotes: " + option.name() + " = 1.5";
      case DURATION -> "a string with a unit: " + option.name() + " = \"30s\"";
      case CPUS -> "a string: " + option.name() + " = \"0,2-3\"";
      case NUMBER -> "a whole number without quotes: " + option.name() + " = 1";
      case BYTES -> "a string with a unit: " + option.name() + " = \"64MiB\"";
      case SWITCH -> "true or false without quotes: " + option.name() + " = true";
    };
  }

  private String at(int line) {
    return file + ":" + line + ": ";
  }
}
