package io.gannet.engine.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class MailOptionsTest {
  /** The option given as a text. */
  private record Given(String text) implements Settings {
    @Override
    public String text(Option option) {
      return text;
    }

    @Override
    public long number(Option option) {
      throw new AssertionError(option);
    }

    @Override
    public boolean on(Option option) {
      throw new AssertionError(option);
    }

    @Override
    public boolean isSet(Option option) {
      return true;
    }
  }

  @Test
  void everySizeThatCanBeChosenIsOneOfARing() {
    for (String choice : MailOptions.RING_SIZE.choices()) {
      int bytes = MailOptions.ringBytes(new Given(choice), 2);
      try (Arena arena = Arena.ofConfined()) {
        new MailRing(arena.allocate(MailRing.bytes(bytes), MailRing.ALIGNMENT), 0, bytes);
      }
    }
    assertEquals(16 << 10, MailOptions.ringBytes(new Given("16k"), 64));
    assertEquals(16 << 20, MailOptions.ringBytes(new Given("16m"), 64));
    assertTrue(MailOptions.RING_SIZE.choices().contains(MailOptions.RING_SIZE.defaultText()));
  }

  @Test
  void whatIsNotSaidBecomesLessWithManyWorkers() {
    Given auto = new Given("auto");
    assertEquals(256 << 10, MailOptions.ringBytes(auto, 2));
    assertEquals(256 << 10, MailOptions.ringBytes(auto, 8));
    assertEquals(128 << 10, MailOptions.ringBytes(auto, 9));
    assertEquals(32 << 10, MailOptions.ringBytes(auto, 64));
  }
}
