package io.gannet.server.cli;

import io.gannet.server.config.ConfigurationException;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a file such as Debian's {@code /etc/memcached.conf}: an option in memcached's spelling a
 * line, comments behind {@code #}, and {@code logfile}, which is for Debian's own starter.
 */
final class MemcachedConf {
  private static final String LOG_FILE = "logfile";

  private final OptionTable table;
  private final String file;
  private final List<Given> given = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private MemcachedConf(OptionTable table, String file) {
    this.table = table;
    this.file = file;
  }

  /**
   * What a file says.
   *
   * @param given the values, each with its line
   * @param notes one for each option that means nothing here
   */
  record Read(List<Given> given, List<String> notes) {}

  /**
   * Reads a file.
   *
   * @throws ConfigurationException naming the line that is wrong
   */
  static Read read(Path path, OptionTable table) {
    MemcachedConf conf = new MemcachedConf(table, path.toString());
    List<String> lines = lines(path);
    for (int i = 0; i < lines.size(); i++) {
      conf.readLine(lines.get(i), i + 1);
    }
    return new Read(conf.given, conf.notes);
  }

  private static List<String> lines(Path path) {
    try {
      return Files.readAllLines(path);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException("cannot read " + path + ": there is no such file");
    } catch (IOException e) {
      throw new ConfigurationException("cannot read " + path + ": " + e.getMessage());
    }
  }

  private void readLine(String line, int number) {
    String said = line.replaceFirst("(^|\\s)#.*", "").strip();
    if (said.isEmpty()) {
      return;
    }
    String place = file + ":" + number + ": ";
    if (said.startsWith(LOG_FILE)) {
      notes.add(place + LOG_FILE + ": what is logged goes to stderr");
      return;
    }
    try {
      MemcachedWords.Read read = MemcachedWords.read(table, List.of(said.split("\\s+")));
      read.notes().forEach(note -> notes.add(place + note));
      Words words = Words.of(table, read.words());
      words.given().forEach(one -> given.add(one.inFile(place)));
    } catch (ConfigurationException e) {
      throw new ConfigurationException(place + e.getMessage());
    }
  }
}
