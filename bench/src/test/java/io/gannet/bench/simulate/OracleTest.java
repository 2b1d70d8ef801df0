package io.gannet.bench.simulate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is a lie, and what is only forgetful. */
class OracleTest {
  private static final int LENGTH = 40;
  private static final long NS_PER_SEC = 1_000_000_000L;

  private final Oracle oracle = new Oracle(new Points());
  private final Key key = new Key("k", Key.Kind.PLAIN);
  private int index;

  private Exchange asked(Exchange.Kind kind, Key of) {
    return new Exchange(kind, null, index++, List.of(of)) {
      @Override
      boolean precedes(Exchange other) {
        return false; // each of another conversation
      }

      @Override
      public String toString() {
        return kind + " " + index;
      }
    };
  }

  private Exchange sets() {
    Exchange set = asked(Exchange.Kind.SET, key);
    oracle.write(key, LENGTH, 0, set);
    oracle.invoked(set, 0);
    return set;
  }

  private Exchange gets() {
    Exchange get = asked(Exchange.Kind.GET, key);
    oracle.invoked(get, 0);
    return get;
  }

  private void reads(Exchange get, Exchange set) {
    oracle.read(get, key, Value.plain(set.write.id, LENGTH), 0, 0);
    oracle.answered(get, true, 0);
  }

  private void stored(Exchange set) {
    oracle.answered(set, true, 0);
  }

  @Test
  void whatWasStoredMayBeRead() {
    Exchange set = sets();
    stored(set);
    assertDoesNotThrow(() -> reads(gets(), set));
  }

  @Test
  void whatIsUnderWayMayBeReadOrNot() {
    Exchange first = sets();
    stored(first);
    Exchange second = sets();
    reads(gets(), first);
    reads(gets(), second);
    Exchange get = gets();
    assertThrows(Lie.class, () -> reads(get, first)); // it was seen to be replaced
  }

  @Test
  void whatWasReplacedIsALie() {
    Exchange first = sets();
    stored(first);
    Exchange second = sets();
    Exchange during = gets();
    stored(second);
    assertDoesNotThrow(() -> reads(during, first));
    assertThrows(Lie.class, () -> reads(gets(), first));
  }

  @Test
  void whatWasRemovedOrFlushedIsALie() {
    for (Exchange.Kind kind : List.of(Exchange.Kind.DELETE, Exchange.Kind.FLUSH)) {
      Exchange set = sets();
      stored(set);
      Exchange removal = asked(kind, key);
      oracle.write(key, 0, 0, removal);
      oracle.invoked(removal, 0);
      stored(removal);
      assertThrows(Lie.class, () -> reads(gets(), set));
    }
  }

  @Test
  void whatWasForgottenDoesNotComeBack() {
    Exchange set = sets();
    stored(set);
    Exchange during = gets();
    Exchange miss = gets();
    oracle.missed(miss, key, 0);
    oracle.answered(miss, true, 0);
    assertDoesNotThrow(() -> reads(during, set));
    assertThrows(Lie.class, () -> reads(gets(), set));
  }

  /** Each worker has a clock of its own, and a miss may be told for want of room. */
  @Test
  void ofSeveralWorkersAMissMayNotBeTheLastWord() {
    long[] refusals = {0};
    Oracle ofSeveral = new Oracle(new Points(), true, () -> refusals[0]);
    Exchange set = asked(Exchange.Kind.SET, key);
    ofSeveral.write(key, LENGTH, 0, set);
    ofSeveral.invoked(set, 0);
    ofSeveral.answered(set, true, 0);
    Exchange refused = asked(Exchange.Kind.GET, key);
    ofSeveral.invoked(refused, 0);
    refusals[0]++;
    ofSeveral.missed(refused, key, 0);
    ofSeveral.answered(refused, true, 0);
    byte[] value = Value.plain(set.write.id, LENGTH);
    assertDoesNotThrow(() -> ofSeveral.read(askedAt(ofSeveral, 9), key, value, 0, 0));
    Exchange miss = askedAt(ofSeveral, 10);
    ofSeveral.missed(miss, key, 10 * NS_PER_SEC);
    ofSeveral.answered(miss, true, 10 * NS_PER_SEC);
    assertDoesNotThrow(() -> ofSeveral.read(askedAt(ofSeveral, 10), key, value, 0, 0));
    assertThrows(Lie.class, () -> ofSeveral.read(askedAt(ofSeveral, 11), key, value, 0, 0));
  }

  private Exchange askedAt(Oracle by, long sec) {
    Exchange get = asked(Exchange.Kind.GET, key);
    by.invoked(get, sec * NS_PER_SEC);
    return get;
  }

  @Test
  void whatWasRefusedOrNotSentWholeIsALie() {
    Exchange refused = sets();
    oracle.answered(refused, false, 0);
    assertThrows(Lie.class, () -> reads(gets(), refused));
    Exchange half = asked(Exchange.Kind.SET, key);
    oracle.write(key, LENGTH, 0, half);
    assertThrows(Lie.class, () -> reads(gets(), half));
  }

  @Test
  void anyOtherByteLengthFlagOrKeyIsALie() {
    Exchange set = sets();
    stored(set);
    byte[] value = Value.plain(set.write.id, LENGTH);
    byte[] torn = value.clone();
    torn[LENGTH - 1]++;
    byte[] cut = Value.plain(set.write.id, LENGTH - 1);
    assertThrows(Lie.class, () -> oracle.read(gets(), key, torn, 0, 0));
    assertThrows(Lie.class, () -> oracle.read(gets(), key, cut, 0, 0));
    assertThrows(Lie.class, () -> oracle.read(gets(), key, value, 1, 0));
    Key other = new Key("other", Key.Kind.PLAIN);
    assertThrows(Lie.class, () -> oracle.read(gets(), other, value, 0, 0));
    assertThrows(Lie.class, () -> oracle.read(gets(), key, "nonsense".getBytes(US_ASCII), 0, 0));
  }

  @Test
  void aStepOfACounterBelongsToOne() {
    Key counter = new Key("n", Key.Kind.COUNTER);
    Exchange set = asked(Exchange.Kind.SET, counter);
    Write write = oracle.write(counter, 0, 0, set);
    oracle.invoked(set, 0);
    stored(set);
    long from = write.id * Value.COUNTER_SCALE;
    assertDoesNotThrow(() -> counts(counter, from + 3, 3));
    assertDoesNotThrow(() -> counts(counter, from + 5, 2));
    assertThrows(Lie.class, () -> counts(counter, from + 5, 2));
    assertThrows(Lie.class, () -> counts(counter, from + 4, 3));
  }

  @Test
  void aCountdownIsCountedTheOtherWay() {
    Key counter = new Key("n", Key.Kind.COUNTDOWN);
    Exchange set = asked(Exchange.Kind.SET, counter);
    Write write = oracle.write(counter, 0, 0, set);
    oracle.invoked(set, 0);
    stored(set);
    long from = counter.begins(write);
    assertDoesNotThrow(() -> counts(counter, from - 3, -3));
    assertDoesNotThrow(() -> counts(counter, from - 5, -2));
    assertThrows(Lie.class, () -> counts(counter, from - 4, -3));
    assertThrows(Lie.class, () -> reads(counter, from - 4));
  }

  private void reads(Key counter, long number) {
    Exchange get = asked(Exchange.Kind.GET, counter);
    oracle.invoked(get, 0);
    oracle.read(get, counter, Long.toString(number).getBytes(US_ASCII), 0, 0);
  }

  private void counts(Key counter, long to, long by) {
    Exchange incr = asked(Exchange.Kind.COUNT, counter);
    incr.number = by;
    oracle.invoked(incr, 0);
    oracle.counted(incr, Long.toString(to), 0);
  }

  @Test
  void whatGrowsLosesNoPieceThatWasSeen() {
    Key growing = new Key("g", Key.Kind.GROWING);
    String base = piece(growing, Exchange.Kind.SET, '=');
    String one = piece(growing, Exchange.Kind.APPEND, '+');
    String two = piece(growing, Exchange.Kind.PREPEND, '-');
    grown(growing, base);
    grown(growing, base + one);
    grown(growing, two + base + one);
    assertThrows(Lie.class, () -> grown(growing, base + one));
    assertThrows(Lie.class, () -> grown(growing, two + base + one + one));
    assertThrows(Lie.class, () -> grown(growing, one));
  }

  private String piece(Key growing, Exchange.Kind kind, char sign) {
    Exchange exchange = asked(kind, growing);
    Write write = oracle.write(growing, Value.PIECE_BYTES, 0, exchange);
    oracle.invoked(exchange, 0);
    stored(exchange);
    return new String(Value.piece(sign, write.id), US_ASCII);
  }

  private void grown(Key growing, String value) {
    Exchange get = asked(Exchange.Kind.GET, growing);
    oracle.invoked(get, 0);
    oracle.read(get, growing, value.getBytes(US_ASCII), 0, 0);
    oracle.answered(get, true, 0);
  }

  @Test
  void aTokenIsGoodOnceAndOnlyIfNothingCameBetween() {
    Exchange set = sets();
    stored(set);
    Exchange gets = gets();
    gets.number = 7;
    reads(gets, set);
    Exchange cas = asked(Exchange.Kind.CAS, key);
    cas.gets = gets;
    cas.number = 7;
    oracle.write(key, LENGTH, 0, cas);
    oracle.invoked(cas, 0);
    stored(cas);
    Exchange again = asked(Exchange.Kind.CAS, key);
    again.gets = gets;
    again.number = 8;
    oracle.write(key, LENGTH, 0, again);
    oracle.invoked(again, 0);
    assertTrue(assertThrows(Lie.class, () -> stored(again)).getMessage().contains("replaced"));
    Exchange third = asked(Exchange.Kind.CAS, key);
    third.gets = gets;
    third.number = 7;
    oracle.write(key, LENGTH, 0, third);
    oracle.invoked(third, 0);
    assertTrue(assertThrows(Lie.class, () -> stored(third)).getMessage().contains("twice"));
  }
}
