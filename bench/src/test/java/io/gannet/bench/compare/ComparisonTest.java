package io.gannet.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.load.Arrivals;
import io.gannet.bench.load.LoadException;
import io.gannet.bench.load.LoadPlan;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final int ROUNDS = 5;

  private final List<String> lines = new ArrayList<>();
  private final List<String> runs = new ArrayList<>();

  @Test
  void theyTakeTurnsAndTheFasterOneIsTold() {
    Outcome outcome = compare(new Fake("a", 200), new Fake("b", 100));
    assertEquals("fill-a fill-b a b b a a b b a a b", String.join(" ", runs));
    assertEquals(Verdict.WORSE, outcome.verdict("b", Measure.REQUESTS));
    assertEquals(0.5, outcome.tally().ratio("b", "a", Measure.REQUESTS).orElseThrow().median());
    assertEquals(List.of(), outcome.notes());
  }

  @Test
  void aNoisyRunIsRepeatedAndTheRoundStaysWhole() {
    Fake noisy = new Fake("a", 200);
    noisy.next.add(() -> trial(1, 0, 0.5, 0.5));
    Outcome outcome = compare(noisy, new Fake("b", 100));
    assertEquals("fill-a fill-b a a b", String.join(" ", runs.subList(0, 5)));
    assertEquals(ROUNDS, outcome.tally().ratio("a", "b", Measure.REQUESTS).orElseThrow().count());
    assertTrue(lines.stream().anyMatch(line -> line.contains("does not count")), lines.toString());
  }

  @Test
  void aHostThatIsNeverQuietGivesNothingAndEnds() {
    Fake noisy = new Fake("a", 200);
    for (int i = 0; i < 100; i++) {
      noisy.next.add(() -> trial(1, 0, 0.5, 0.5));
    }
    Outcome outcome = compare(noisy, new Fake("b", 100));
    assertEquals(3 * ROUNDS, runs.stream().filter("a"::equals).count());
    assertEquals(Verdict.NOT_MEASURED, outcome.verdict("b", Measure.REQUESTS));
    assertTrue(outcome.notes().toString().contains("0 of 5 rounds"), outcome.notes().toString());
  }

  @Test
  void errorsVoidARunAndTwiceInARowTheContestant() {
    Fake wrong = new Fake("b", 100);
    wrong.next.add(() -> trial(1, 3, 0, 0.5));
    wrong.next.add(() -> trial(1, 3, 0, 0.5));
    Outcome outcome = compare(new Fake("a", 200), wrong);
    assertEquals(2, runs.stream().filter("b"::equals).count());
    assertEquals(ROUNDS, runs.stream().filter("a"::equals).count());
    assertEquals(Verdict.NOT_MEASURED, outcome.verdict("b", Measure.REQUESTS));
    assertTrue(outcome.notes().toString().contains("3 errors"), outcome.notes().toString());
  }

  @Test
  void aServerThatDiesEndsNoOneElse() {
    Fake dying = new Fake("b", 100);
    dying.next.add(() -> {
      throw new LoadException("all connections are lost", "");
    });
    Outcome outcome = compare(new Fake("a", 200), dying);
    assertEquals(ROUNDS, outcome.tally().count("a"));
    assertTrue(outcome.notes().toString().contains("lost"), outcome.notes().toString());
  }

  @Test
  void aGeneratorThatIsTheLimitIsToldOf() {
    Fake fast = new Fake("a", 200);
    for (int i = 0; i < ROUNDS; i++) {
      fast.next.add(() -> trial(1, 0, 0, 0.97));
    }
    Outcome outcome = compare(fast, new Fake("b", 100));
    assertTrue(outcome.notes().toString().contains("generator"), outcome.notes().toString());
  }

  @Test
  void aRehearsalCountsForNothing() {
    Fake cold = new Fake("a", 200);
    cold.next.add(() -> trial(1, 0, 0.5, 0.5));
    Outcome outcome = compare(1, cold, new Fake("b", 100));
    assertEquals("fill-a fill-b a b a b b a", String.join(" ", runs.subList(0, 8)));
    assertEquals(0.5, outcome.tally().ratio("b", "a", Measure.REQUESTS).orElseThrow().median());
    assertEquals(List.of(), outcome.notes());
  }

  private Outcome compare(Contestant... contestants) {
    return compare(0, contestants);
  }

  private Outcome compare(int rehearsals, Contestant... contestants) {
    InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    LoadPlan plan = new LoadPlan(nowhere, Protocol.MEMCACHED, 1, 1, Arrivals.closed(), null, false,
        Duration.ZERO, Duration.ofSeconds(1), 0, List.of(), Duration.ZERO, 1, false);
    Comparison.Rules rules = new Comparison.Rules(rehearsals, ROUNDS, 0.15, 0);
    return new Comparison(List.of(contestants), rules, lines::add).run(new Job("job", plan));
  }

  private static Trial trial(double perSecond, long errors, double others, double busy) {
    Figures figures = new Figures(perSecond, 1, 1, 1, 1, 1, 1, busy, 1);
    return new Trial(figures, errors, errors == 0 ? Map.of() : Map.of("ERROR", errors), others);
  }

  private final class Fake implements Contestant {
    private final String name;
    private final double perSecond;
    final Deque<Supplier<Trial>> next = new ArrayDeque<>();

    Fake(String name, double perSecond) {
      this.name = name;
      this.perSecond = perSecond;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void fill(Job job) {
      runs.add("fill-" + name);
    }

    @Override
    public Trial run(Job job) {
      runs.add(name);
      return next.isEmpty() ? trial(perSecond, 0, 0, 0.5) : next.remove().get();
    }
  }
}
