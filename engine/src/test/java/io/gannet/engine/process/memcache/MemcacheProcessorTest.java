package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MemcacheProcessorTest {
  private final Harness client = new Harness();

  @Test
  void whatWasSetIsGot() {
    assertEquals("STORED\r\n", client.talk("set a 5 0 3\r\nabc\r\n"));
    assertEquals("VALUE a 5 3\r\nabc\r\nEND\r\n", client.talk("get a\r\n"));
    assertEquals("END\r\n", client.talk("get b\r\n"));
    assertEquals("VALUE a 5 3 1\r\nabc\r\nEND\r\n", client.talk("gets b a\r\n"));
  }
}
