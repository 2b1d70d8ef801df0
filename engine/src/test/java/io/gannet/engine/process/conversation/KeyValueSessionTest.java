package io.gannet.engine.process.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Output;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** In which encoding a conversation is. */
class KeyValueSessionTest {
  private static final byte MAGIC = (byte) 0x80;

  private final CountedState magicState = new CountedState();
  private final CountedState restState = new CountedState();
  private final Encoding magic = encoding(first -> first == MAGIC, magicState);
  private final Encoding rest = encoding(first -> true, restState);
  private final KeyValueSession session =
      new KeyValueSession(new Encoding[] {magic, rest}, MemorySegment.NULL, null);

  @Test
  void isUndecidedUntilItsFirstByteHasCome() {
    assertFalse(session.decide(window()));
    assertNull(session.encoding());
    assertEquals(0, session.trailerBytes());
    assertTrue(session.decide(window('g')));
    assertSame(rest, session.encoding());
    assertSame(restState, session.state());
  }

  @Test
  void isInTheFirstEncodingThatItsFirstByteBelongsTo() {
    assertTrue(session.decide(window(MAGIC, 'g')));
    assertSame(magic, session.encoding());
    assertSame(magicState, session.state());
  }

  @Test
  void keepsToItsEncodingWhateverComesLater() {
    session.decide(window('g'));
    assertTrue(session.decide(window(MAGIC)));
    assertSame(rest, session.encoding());
  }

  @Test
  void takesNothingOfWhatItLooksAt() {
    Window window = window('g', 'e');
    session.decide(window);
    assertEquals(2, window.remaining());
  }

  @Test
  void isUndecidedAgainForTheNextClient() {
    session.decide(window(MAGIC));
    session.reset();
    assertEquals(1, magicState.resets);
    assertEquals(0, restState.resets);
    assertTrue(session.decide(window('g')));
    assertSame(rest, session.encoding());
  }

  private static Window window(int... bytes) {
    byte[] in = new byte[bytes.length];
    for (int i = 0; i < in.length; i++) {
      in[i] = (byte) bytes[i];
    }
    return new Window().set(MemorySegment.ofArray(in), 0, in.length);
  }

  private static Encoding encoding(Predicate<Byte> begins, EncodingState state) {
    return (Encoding)
        Proxy.newProxyInstance(
            Encoding.class.getClassLoader(),
            new Class<?>[] {Encoding.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "begins" -> begins.test((Byte) arguments[0]);
                  case "newState" -> state;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /** Knows nothing but how often it was made ready. */
  private static final class CountedState extends EncodingState {
    int resets;

    @Override
    protected void reset() {
      resets++;
    }

    @Override
    protected Window carried() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected boolean carriesValue() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected boolean settle(Output out) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected int answerBytes() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected long context() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected int trailerBytes() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected boolean trailerHasCome(Window in) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected boolean isTrailerGood(Window in) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void takeTrailer(Window in) {
      throw new UnsupportedOperationException();
    }
  }
}
