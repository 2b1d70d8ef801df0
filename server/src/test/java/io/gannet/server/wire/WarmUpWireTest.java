package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The warm-up's store is small, and its requests are fixed: they have to suit any options. */
class WarmUpWireTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "segcache --segment-size 1m",
        "segcache --warm-up-rest-ms 1",
        "segcache --segment-size 4k",
        "segcache --item-size-max 1KiB",
        "segcache --mean-item-size 1",
        "segcache --zero-copy-min 1",
        "segcache --send-in-place-min 1 --max-unsent 1",
        "twemcache --slab-size 1m",
        "twemcache --slab-size 4k",
        "twemcache --item-size-max 1KiB",
        "twemcache --slab-profile 64",
        "slimcache --slot-size 32",
        "slimcache --slot-size 4096 --cas off",
        "directcache --slot-size 64",
        "directcache --slot-size 1MiB",
        "pingserver --receive-buffer-size 64",
      })
  void aServerOfAnyOptionsWarmsUp(String words) {
    String[] split = words.split(" ", 2);
    String product = split[0];
    String memory = product.equals("pingserver") ? "" : " --memory 64MiB";
    String all = "--warm-up true --warm-up-ms 250 " + split[1] + memory;
    try (RunningServer server = RunningServer.start(product, all.split(" "))) {
      String last = server.banner().getLast();
      assertTrue(last.matches("  warm-up: [0-9]+ ms, [1-9][0-9]* exchanges"), last);
    }
  }
}
