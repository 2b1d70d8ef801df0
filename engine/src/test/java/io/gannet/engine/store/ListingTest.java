package io.gannet.engine.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What every engine promises of what is listed. */
class ListingTest {
  private static final int CALLS_MAX = 1_000_000;
  private static final Consumer<Listed> NOTHING = listed -> {};

  private static String key(Store store, long item) {
    int length = store.keyLength(item);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = store.memory().get(ValueLayout.JAVA_BYTE, store.keyOffset(item) + i);
    }
    return new String(bytes, ISO_8859_1);
  }

  /** The keys listed, in the order of their places; something happens after each call. */
  private static List<String> list(Store store, int steps, Consumer<Listed> meanwhile) {
    List<String> keys = new ArrayList<>();
    Listed listed = new Listed();
    for (int calls = 0; listed.place != Listed.END; calls++) {
      assertTrue(calls < CALLS_MAX, "a listing that never ends");
      int looked = store.list(listed, steps);
      assertTrue(looked > 0 && looked <= steps, looked + " of " + steps);
      if (listed.item >= 0) {
        keys.add(key(store, listed.item));
      }
      meanwhile.accept(listed);
    }
    return keys;
  }

  /** The keys that are found; some may have been forgotten where a place was taken. */
  private static List<String> found(StoreShard<Store> shard, int count) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (shard.store.seek(shard.key("key" + i)) >= 0) {
        keys.add("key" + i);
      }
    }
    return keys.stream().sorted().toList();
  }

  private static StoreShard<Store> filled(Subject subject) {
    StoreShard<Store> shard = subject.shard();
    for (int i = 0; i < 100; i++) {
      shard.put("key" + i, "value", i, i % 5 == 0 ? shard.in(1000 + i) : Store.NEVER);
    }
    return shard;
  }

  @EachSubject
  void everyItemIsListedOnceWhateverTheSteps(Subject subject) {
    try (StoreShard<Store> shard = filled(subject)) {
      List<String> found = found(shard, 100);
      assertTrue(found.size() > 50, "so many were kept: " + found.size());
      for (int steps : new int[] {1, 2, 7, 64, 100_000}) {
        assertEquals(found, list(shard.store, steps, NOTHING).stream().sorted().toList());
      }
    }
  }

  @EachSubject
  void whatIsThereNoMoreOrNotYetIsNotListed(Subject subject) {
    try (StoreShard<Store> shard = subject.shard()) {
      shard.put("stays", "1", 0, Store.NEVER);
      shard.put("expires", "2", 0, shard.in(5));
      shard.put("goes", "3", 0, Store.NEVER);
      shard.delete("goes");
      long reservation = shard.reserve("comes", 3);
      List<String> before = list(shard.store, 64, NOTHING);
      assertTrue(!before.contains("goes") && !before.contains("comes"), before::toString);
      shard.pass(6);
      assertEquals(
          shard.find("stays") >= 0 ? List.of("stays") : List.of(), list(shard.store, 64, NOTHING));
      shard.store.flush();
      assertEquals(List.of(), list(shard.store, 64, NOTHING));
      shard.store.abandon(reservation);
    }
  }

  @EachSubject
  void whatIsToldOfAnItemIsSo(Subject subject) {
    try (StoreShard<Store> shard = subject.shard()) {
      shard.put("one", "value", 7, shard.in(100));
      int deadlineSec = shard.in(100);
      Listed seen = new Listed();
      List<String> keys =
          list(
              shard.store,
              64,
              listed -> {
                if (listed.item >= 0) {
                  seen.bytes = listed.bytes;
                  seen.token = listed.token;
                  assertEquals(7, shard.store.clientFlags(listed.item));
                  assertEquals(deadlineSec, shard.store.expiresAtSec(listed.item));
                  assertTrue(listed.knownSinceSec <= shard.clock.nowSec());
                }
              });
      assertEquals(List.of("one"), keys);
      assertTrue(seen.bytes >= "onevalue".length(), "bytes: " + seen.bytes);
      assertTrue(seen.token == 0 || seen.token == shard.cas("one"), "token: " + seen.token);
    }
  }

  @EachSubject
  void whatStaysInItsPlaceIsListedWhateverComesAndGoes(Subject subject) {
    try (StoreShard<Store> shard = filled(subject)) {
      List<String> before = found(shard, 50);
      int[] count = {50};
      List<String> listed =
          list(
              shard.store,
              3,
              at -> {
                shard.delete("key" + count[0]++ % 50 + 50);
                shard.put("key" + (50 + count[0] % 50), "another", 0, Store.NEVER);
              });
      TreeSet<String> missing = new TreeSet<>(before);
      missing.retainAll(found(shard, 50));
      missing.removeAll(listed);
      assertEquals(new TreeSet<>(), missing);
    }
  }

  @EachSubject
  void nothingIsChanged(Subject subject) {
    try (StoreShard<Store> shard = filled(subject)) {
      long evictions = shard.made.stat("evictions");
      long steps = shard.store.steps();
      Walk walk = shard.store.beginWalk();
      while (!walk.advance(16)) {
        list(shard.store, 16, NOTHING);
      }
      assertEquals(List.of(), walk.faults());
      assertEquals(evictions, shard.made.stat("evictions"));
      assertEquals(steps, shard.store.steps());
    }
  }
}
