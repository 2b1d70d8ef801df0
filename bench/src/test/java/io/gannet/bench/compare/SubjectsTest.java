package io.gannet.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.codec.Protocol;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubjectsTest {
  private static final Terms TERMS = new Terms(256, 1000);
  private static final Path SOCKET = Path.of("/tmp/x.sock");
  private final Subjects subjects = new Subjects("./gannet", TERMS);

  @Test
  void aKnownServerMaySpeakAnotherProtocol() {
    assertEquals(Protocol.MEMCACHED, subjects.named("memcached").protocol());
    assertEquals(Protocol.META, subjects.named("memcached:meta").protocol());
    assertEquals(Protocol.RESP, subjects.named("redis").protocol());
  }

  @Test
  void anyServerIsDescribedByItsCommand() {
    Subject pelikan = subjects.described("pelikan:resp=pelikan --name 'a b' -p {port} {memory}");
    assertEquals("pelikan", pelikan.name());
    assertEquals(Protocol.RESP, pelikan.protocol());
    assertEquals(
        List.of("pelikan", "--name", "a b", "-p", "7", "256"), pelikan.words(7, SOCKET, TERMS));
    assertFalse(pelikan.isUnix());
  }

  @Test
  void aServerMayBeAtAUnixSocket() {
    Subject other = subjects.described("x=server -s {socket}");
    assertTrue(other.isUnix());
    assertEquals(List.of("server", "-s", "/tmp/x.sock"), other.words(7, SOCKET, TERMS));
    assertTrue(subjects.named("gannet-unix").isUnix());
    assertTrue(subjects.named("memcached-unix").isUnix());
  }

  @Test
  void aVariantIsGannetWithFurtherOptions() {
    Subject variant = subjects.variant("calm=--spin-us 0");
    List<String> words = variant.words(7, SOCKET, TERMS);
    assertEquals("calm", variant.name());
    assertEquals("./gannet", words.get(0));
    assertEquals(List.of("--spin-us", "0"), words.subList(words.size() - 2, words.size()));
    for (Variants set : Variants.values()) {
      set.descriptions(List.of(3)).forEach(subjects::variant);
    }
  }

  @Test
  void whatIsWrongIsSaidWithTheCure() {
    assertTrue(refusal(() -> subjects.named("memcachd")).contains("memcached"));
    assertTrue(refusal(() -> subjects.named("memcached:http")).contains("resp"));
    assertTrue(refusal(() -> subjects.described("x=server -p 11211")).contains("{port}"));
    assertTrue(refusal(() -> subjects.described("x='server {port}")).contains("quote"));
    assertTrue(refusal(() -> subjects.variant("--spin-us 0")).contains("NAME="));
  }

  private static String refusal(Runnable words) {
    return assertThrows(IllegalArgumentException.class, words::run).getMessage();
  }
}
