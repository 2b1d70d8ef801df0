package io.gannet.engine.process.ping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Processor.Progress;
import io.gannet.engine.process.Session;
import io.gannet.engine.process.TestOutput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PingProcessorTest {
  private static final String CONVERSATION =
      "PING\r\nping\r\nPiNg\nPING \r\n\r\n\nPONG\r\nPING\rX\nPIN\r\nPING\r\n"
          + "x".repeat(64)
          + "\n";
  private static final String REPLIES =
      "PONG\r\nPONG\r\nPONG\r\nERROR\r\nERROR\r\nERROR\r\nERROR\r\nERROR\r\nERROR\r\nPONG\r\n"
          + "ERROR\r\n";

  private final PingProcessor processor = new PingProcessor();
  private final Arena arena = Arena.ofAuto();
  private final Session session =
      processor.newSession(arena.allocate(processor.carryBytes()));
  private Progress progress;

  @Test
  void eachLineGetsItsReply() {
    assertEquals(REPLIES, replies(new TestOutput(64), CONVERSATION));
    assertEquals(Progress.DRAINED, progress);
  }

  @Test
  void anyCutGivesTheSameReplies() {
    for (int cut = 0; cut <= CONVERSATION.length(); cut++) {
      TestOutput out = new TestOutput(64);
      replies(out, CONVERSATION.substring(0, cut));
      assertEquals(REPLIES, replies(out, CONVERSATION.substring(cut)), "cut at " + cut);
    }
  }

  @Test
  void aBudgetEndsTheTurn() {
    TestOutput out = new TestOutput(64);
    byte[] bytes = "PING\r\n".repeat(10).getBytes(ISO_8859_1);
    Window in = new Window().set(MemorySegment.ofArray(bytes), 0, bytes.length);
    out.budget = 4;
    assertEquals(Progress.YIELD, processor.process(session, in, out));
    assertEquals(36, in.remaining());
    assertEquals(0, out.budget);
    assertEquals("PONG\r\n".repeat(4), new String(out.bytes(), ISO_8859_1));
  }

  @Test
  void anOutputThatRefusesLosesNothing() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      TestOutput out = new TestOutput(64, random, 0.5);
      int cut = random.nextInt(CONVERSATION.length());
      replies(out, CONVERSATION.substring(0, cut));
      assertEquals(REPLIES, replies(out, CONVERSATION.substring(cut)), "seed " + seed);
    }
  }

  @Test
  void anEndlessLineEndsTheConversation() {
    for (int cut = 0; cut < 65; cut++) {
      TestOutput out = new TestOutput(64);
      String line = "y".repeat(65);
      replies(out, line.substring(0, cut));
      assertEquals("", replies(out, line.substring(cut)));
      assertEquals(Progress.CLOSE, progress, "cut at " + cut);
      processor.reset(session);
    }
  }

  @Test
  void theNextClientStartsAfresh() {
    replies(new TestOutput(64), "PI");
    processor.reset(session);
    assertEquals("PONG\r\n", replies(new TestOutput(64), "PING\r\n"));
  }

  private String replies(TestOutput out, String text) {
    MemorySegment memory = arena.allocate(Math.max(1, text.length()));
    MemorySegment.copy(
        MemorySegment.ofArray(text.getBytes(ISO_8859_1)), 0, memory, 0, text.length());
    Window in = new Window().set(memory, 0, text.length());
    int calls = 0;
    do {
      progress = processor.process(session, in, out);
      assertTrue(++calls < 10_000, "goes on for ever");
    } while (progress == Progress.FULL);
    return new String(out.bytes(), ISO_8859_1);
  }
}
