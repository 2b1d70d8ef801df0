package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.metrics.ThingLine;
import io.gannet.engine.metrics.Things;
import io.gannet.engine.process.Processor.Progress;
import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Subject;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** A turn's work has a bound: so many requests, and what they made the store look at. */
class BudgetTest {
  private static final String SET = "set a 0 0 1 noreply\r\nx\r\n";

  private static Window window(String said) {
    byte[] bytes = Conversations.bytes(said);
    return new Window().set(MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  @Test
  void soManyRequestsAreCarriedOutAndNoMore() {
    Harness client = new Harness();
    Window in = window(SET.repeat(1000));
    for (int turn = 1; turn <= 9; turn++) {
      client.out.budget = 100;
      assertEquals(Progress.YIELD, client.processor.process(client.session, in, client.out));
      assertEquals(turn * 100, client.metrics.requests.get());
      assertEquals((1000 - turn * 100) * SET.length(), in.remaining());
    }
    client.out.budget = 100;
    assertEquals(Progress.DRAINED, client.processor.process(client.session, in, client.out));
    assertEquals(0, client.out.budget);
  }

  @Test
  void eachKeyOfAListIsOne() {
    Harness client = new Harness();
    Window in = window("get" + " a".repeat(100) + "\r\n");
    client.out.budget = 30;
    assertEquals(Progress.YIELD, client.processor.process(client.session, in, client.out));
    assertEquals(30, client.metrics.gets.get());
  }

  @Test
  void withoutABudgetNothingIsDone() {
    Harness client = new Harness();
    Window in = window(SET);
    client.out.budget = 0;
    assertEquals(Progress.YIELD, client.processor.process(client.session, in, client.out));
    assertEquals(SET.length(), in.remaining());
    assertEquals(
        Progress.DRAINED, client.processor.process(client.session, window(""), client.out));
  }

  /** Things that come and go can be a million: to look at each costs, whether it is there or not. */
  @Test
  void statisticsOfThingsGoOnInTheNextTurn() {
    Harness client = new Harness();
    client.statistics.section("conns").things(new EvenThings(1000));
    client.out.budget = 101;
    assertEquals(
        Progress.YIELD,
        client.processor.process(client.session, window("stats conns\r\n"), client.out));
    int turns = 1;
    Progress progress;
    do {
      client.out.budget = 100;
      progress = client.processor.process(client.session, window(""), client.out);
      turns++;
    } while (progress == Progress.YIELD);
    assertEquals(Progress.DRAINED, progress);
    assertEquals(10, turns);
    StringBuilder all = new StringBuilder();
    for (int thing = 0; thing < 1000; thing += 2) {
      all.append("STAT ").append(thing).append(":twice ").append(2 * thing).append("\r\n");
    }
    assertEquals(all + "END\r\n", client.replies());
  }

  /** Those with an even number are there. */
  private record EvenThings(int things) implements Things {
    private static final byte[] TWICE = Conversations.bytes(":twice ");

    @Override
    public long put(int thing, byte[] head, MemorySegment memory, long offset) {
      if (thing % 2 != 0) {
        return offset;
      }
      long at = ThingLine.begin(memory, offset, head, thing, TWICE);
      return ThingLine.end(memory, ThingLine.number(memory, at, 2L * thing));
    }
  }

  /** At full memory each value has to make its room. */
  @EachSubject
  void whatTheStoreLooksAtCountsToo(Subject subject) {
    Harness client = Harness.over(subject);
    String value = "x".repeat(200);
    long spent = 0;
    int sets = 5_000;
    for (int i = 0; i < sets; i++) {
      client.out.budget = 1_000_000;
      Window in = window("set k" + i + " 0 0 200 noreply\r\n" + value + "\r\n");
      client.processor.process(client.session, in, client.out);
      spent += 1_000_000 - client.out.budget;
      client.leave();
    }
    assertTrue(client.steps() > 0);
    assertEquals(sets + client.steps(), spent);
  }
}
