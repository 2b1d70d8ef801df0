package io.gannet.bench.soak;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is a lie, and what is not. */
class LedgerTest {
  private static final String NAME = "soak-1";

  private final Ledger ledger = new Ledger(2);

  private static byte[] value(String name, long version, long deadlineMs) {
    return new Payload(name, version, deadlineMs).bytes(100);
  }

  private void isLie(byte[] value, String word) {
    Fault fault =
        assertThrows(Fault.class, () -> ledger.judge(1, NAME, ledger.floor(1), 1_000_000, value));
    assertTrue(fault.getMessage().contains(word), fault.getMessage());
  }

  private void isTrue(byte[] value) {
    assertDoesNotThrow(() -> ledger.judge(1, NAME, ledger.floor(1), 1_000_000, value));
  }

  @Test
  void whatWasSentMayBeToldUntilALaterOneIsAcknowledged() {
    isLie(value(NAME, 1, 0), "nobody sent");
    ledger.next(1);
    isTrue(value(NAME, 1, 0));
    ledger.stored(1, 1, 0);
    long second = ledger.next(1);
    isTrue(value(NAME, 1, 0));
    isTrue(value(NAME, 2, 0));
    ledger.stored(1, second, 0);
    isLie(value(NAME, 1, 0), "after 2 was acknowledged");
    isTrue(value(NAME, 2, 0));
  }

  @Test
  void whatWasRemovedMayNotComeBack() {
    ledger.stored(1, ledger.next(1), 0);
    ledger.removed(1);
    isLie(value(NAME, 1, 0), "was acknowledged");
    isLie(value(NAME, 2, 0), "nobody sent");
    ledger.next(1);
    isTrue(value(NAME, 2, 0));
  }

  @Test
  void anothersValueIsALie() {
    ledger.next(1);
    isLie(value("soak-0", 1, 0), "soak-0 was told as soak-1");
  }

  @Test
  void aSpoiltValueIsALie() {
    ledger.next(1);
    byte[] value = value(NAME, 1, 0);
    for (int at = 0; at < value.length; at++) {
      byte[] spoilt = value.clone();
      spoilt[at] ^= 1;
      isLie(spoilt, "");
    }
  }

  @Test
  void aDeadlineIsKeptButForTheClocksSecondsAndTheSlowestSet() {
    ledger.next(1);
    isTrue(value(NAME, 1, 999_000));
    isLie(value(NAME, 1, 990_000), "past its deadline");
    ledger.stored(1, 1, 9_000);
    isTrue(value(NAME, 1, 990_000));
  }
}
