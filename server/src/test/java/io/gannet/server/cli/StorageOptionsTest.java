package io.gannet.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.server.Server;
import io.gannet.server.product.Products;
import java.util.Map;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each storage cannot be told ends with 2, and with what it can be told. */
class StorageOptionsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "segcache --eviction nonsense     | --eviction: 'nonsense' is not allowed; it takes one of",
        "segcache --segment-size 3k       | --segment-size: '3k' is not allowed; it takes one of auto, 4k",
        "segcache --memory 1MiB           | --memory: '1MiB' is not allowed; it takes a size from 2MiB",
        "segcache --memory 2MiB --segment-size 1m | give more memory or a smaller segment-size",
        "segcache --memory 3MiB -I 2m     | half of a shard of this memory holds",
        "segcache --memory 64MiB -I 32m   | bytes: give more memory, fewer workers, a larger segment-size or a smaller",
        "segcache --memory 64MiB -I 4m --segment-size 4k | holds 4194296 bytes: give more memory",
        "segcache -I 129m                 | -I: '129m' is not allowed; it takes a size from 1KiB to 128MiB",
        "segcache -I 1000                 | -I: '1000' is not allowed; it takes a size from 1KiB to 128MiB",
        "twemcache --memory 32MiB -I 40m   | item-size-max 41943040: half of a shard of this memory holds",
        "twemcache --eviction nonsense    | --eviction: 'nonsense' is not allowed; it takes one of",
        "twemcache --slab-factor 0.5      | --slab-factor: '0.5' is not allowed; it takes a number from 1.02 to 4,",
        "twemcache --slab-factor much     | --slab-factor: 'much' is not allowed",
        "twemcache -f 5                   | -f: '5' is not allowed",
        "twemcache --slab-profile 64,x    | slab-profile 64,x: give sizes in bytes, such as 64,128,1024",
        "twemcache --slab-profile 2       | slab-profile 2: give sizes from",
        "twemcache --memory 2MiB --slab-size 1m | give more memory or a smaller slab-size",
        "slimcache --eviction nonsense    | --eviction: 'nonsense' is not allowed; it takes one of",
        "slimcache --slot-size 7          | --slot-size: '7' is not allowed; it takes a size from 32 to 4KiB",
        "slimcache --slot-size 5000       | --slot-size: '5000' is not allowed; it takes a size from 32 to 4KiB",
        "slimcache --cas yes              | --cas: 'yes' is not allowed; it takes one of on, off",
        "directcache --slot-size 7        | --slot-size: '7' is not allowed; it takes a size from 64 to 2MiB",
        "directcache --memory 4MiB --slot-size 1m | give more memory or a smaller slot-size",
      })
  void whatAStorageCannotBeToldEndsWith2AndSaysWhatItCan(String words, String cure) {
    assertEquals(Command.MISUSED, run(words.split(" ")), err());
    assertTrue(err().contains(cure), err());
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }

  private int run(String... args) {
    return new Command(print(out), print(err), Map.of(), Products.ALL, Server::start).run(args);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
