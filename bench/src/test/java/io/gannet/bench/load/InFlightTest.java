package io.gannet.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InFlightTest {
  @Test
  void whatIsGivenUpUnsentWasNeverSent() {
    InFlight inFlight = new InFlight(8);
    inFlight.add(1, false);
    inFlight.flush(2);
    for (int i = 0; i < 3; i++) {
      inFlight.add(3, false);
    }
    assertTrue(inFlight.headIsSent());
    assertEquals(2, inFlight.headSentNs());
    assertTrue(inFlight.remove());
    for (; !inFlight.isEmpty(); inFlight.remove()) {
      assertFalse(inFlight.headIsSent());
    }
  }

  /** Of requests that wait in vain, those that never left have no service time. */
  @Test
  void whatWasNeverSentHasNoServiceTime() {
    Recorder recorder = new Recorder(new Span(), true);
    InFlight inFlight = new InFlight(8);
    inFlight.add(1, false);
    recorder.sends(inFlight, 2);
    inFlight.flush(2);
    inFlight.add(1, false);
    inFlight.add(1, false);
    for (; !inFlight.isEmpty(); inFlight.remove()) {
      recorder.unanswered(inFlight, 1000, "late");
    }
    recorder.cut(1);
    assertEquals(1, recorder.handedOver().service.getTotalCount());
    assertEquals(998, recorder.handedOver().service.getMaxValue());
    assertEquals(3, recorder.handedOver().perceived.getTotalCount());
    assertEquals(1, recorder.handedOver().slip.getTotalCount());
  }
}
