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
      int bytes = MailOptions.ringBytes(new Given(choice));
      try (Arena arena = Arena.ofConfined()) {
        new MailRing(arena.allocate(MailRing.bytes(bytes), MailRing.ALIGNMENT), 0, bytes);
      }
    }
    assertEquals(16 << 10, MailOptions.ringBytes(new Given("16k")));
    assertEquals(16 << 20, MailOptions.ringBytes(new Given("16m")));
    assertTrue(MailOptions.RING_SIZE.choices().contains(MailOptions.RING_SIZE.defaultText()));
  }
}
