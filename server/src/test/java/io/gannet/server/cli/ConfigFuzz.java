package io.gannet.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gannet.server.config.Configuration;
import io.gannet.server.config.ConfigurationException;
import io.gannet.server.config.Environment;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionTable;
import io.gannet.server.config.TomlFile;
import io.gannet.server.product.Product;
import io.gannet.server.product.Products;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Any bytes as what a user has configured: the first one says whether that is a TOML file, a file of
 * memcached's options, a command line in either spelling or a variable, and of which product. It is
 * read, or it is said what is wrong; and what was read is the same when it is printed and read
 * again.
 */
public final class ConfigFuzz {
  private static final int KINDS = 4;
  private static final Path FILE = file();

  private ConfigFuzz() {}

  private static Path file() {
    try {
      Path file = Files.createTempFile("gannet-fuzz", ".conf");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails if it is neither read nor explained, or printed as something else. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    int choice = data[0] & 0xff;
    byte[] said = Arrays.copyOfRange(data, 1, data.length);
    Product product = Products.ALL.get(choice / KINDS % Products.ALL.size());
    OptionTable table = CommonOptions.table(product);
    Configuration read;
    try {
      read = new Configuration(table, given(choice % KINDS, said, table));
    } catch (ConfigurationException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new AssertionError("refused without a word");
      }
      return;
    }
    checkPrinted(read, table);
  }

  private static List<Given> given(int kind, byte[] said, OptionTable table) throws IOException {
    String text = new String(said, UTF_8);
    return switch (kind) {
      case 0 -> TomlFile.read(Files.write(FILE, said), table);
      case 1 -> MemcachedConf.read(Files.write(FILE, said), table).given();
      case 2 -> {
        List<String> words = List.of(text.split("\n"));
        yield Words.of(table, MemcachedWords.read(table, words).words()).given();
      }
      default -> {
        int equals = Math.max(0, text.indexOf('='));
        String name = "GANNET_" + text.substring(0, equals);
        yield Environment.read(Map.of(name, text.substring(equals)), table, List.of());
      }
    };
  }

  private static void checkPrinted(Configuration read, OptionTable table) throws IOException {
    String printed = read.toToml();
    List<Given> again = TomlFile.read(Files.writeString(FILE, printed), table);
    Configuration configuration = new Configuration(table, again);
    table.options().forEach(
        option -> {
          String before = read.text(option);
          String after = configuration.text(option);
          if (!before.equals(after)) {
            throw new AssertionError(option.name() + " was " + before + ", then " + after);
          }
        });
  }
}
