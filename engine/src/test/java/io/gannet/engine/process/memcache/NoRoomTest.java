package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.Processor.Progress;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Room in the output is asked for only when a reply is about to be written there. */
class NoRoomTest {
  private static final class NoRoom extends Output {
    @Override
    protected boolean nextBlock(int bytes) {
      return false;
    }

    @Override
    public boolean full() {
      return false;
    }

    @Override
    public int pinnedBytesMin() {
      return Harness.PINNED_BYTES_MIN;
    }

    @Override
    public boolean appendPinned(MemorySegment memory, long offset, long bytes, long pin) {
      return false;
    }
  }

  private final Harness client = new Harness();
  private final NoRoom noRoom = new NoRoom();

  private Progress process(String said) {
    byte[] bytes = Conversations.bytes(said);
    Window in = new Window().set(MemorySegment.ofArray(bytes), 0, bytes.length);
    return client.processor.process(client.session, in, noRoom);
  }

  @Test
  void whatIsNotAnsweredNeedsNone() {
    String large = "x".repeat(10_000);
    for (String said :
        new String[] {
          "set a 0 0 1 noreply\r\nx\r\n",
          "set a 0 0 10000 noreply\r\n" + large + "\r\n",
          "add a 0 0 1 noreply\r\nx\r\n",
          "append a 0 0 1 noreply\r\nx\r\n",
          "delete a noreply\r\n",
          "incr a 1 noreply\r\n",
          "touch a 0 noreply\r\n",
          "flush_all noreply\r\n",
          "verbosity 1 noreply\r\n",
          "set a x 0 1 noreply\r\nx\r\n"
        }) {
      assertEquals(Progress.DRAINED, process(said), said);
    }
    assertEquals(Progress.DRAINED, process("set a 0 0 10000 noreply\r\n"));
    assertEquals(Progress.DRAINED, process(large));
    assertEquals(Progress.DRAINED, process("\r\n"));
    assertFalse(client.session.holdsMemory());
    assertEquals(Progress.CLOSE, process("quit\r\n"));
  }

  @Test
  void norDoesWhatIsNotWholeYet() {
    for (String said :
        new String[] {
          "get", "get a", "set a 0 0 10", "set a 0 0 10\r\n", "set a 0 0 10\r\nxxx",
          "set a 0 0 10000\r\n", "set a 0 0 10000\r\nxxx", "add a 0 0 10000\r\n",
          "set a 0 0 10000\r\n" + "x".repeat(10_000),
          "set a 0 0 10000\r\n" + "x".repeat(10_000) + "\r", "get a b c"
        }) {
      assertEquals(Progress.DRAINED, process(said), said);
      client.leave();
    }
  }

  @Test
  void whatIsAnsweredWaitsForIt() {
    for (String said :
        new String[] {
          "get a\r\n", "set a 0 0 1\r\nx\r\n", "set a 0 0 2000000\r\n", "version\r\n", "stats\r\n",
          "set a 0 0 10000\r\n" + "x".repeat(10_000) + "\r\n", "bogus\r\n"
        }) {
      assertEquals(Progress.FULL, process(said), said);
      client.leave();
    }
    assertEquals("END\r\n", client.talk("get a\r\n"));
  }
}
