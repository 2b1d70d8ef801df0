package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.server.worker.turn.Connection.Receive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What may follow what in a connection's life, at random, against lists of what is in flight. */
class ConnectionTest {
  private static final int STEPS = 200_000;
  private static final Map<Integer, Receive> LISTENS =
      Map.of(
          Op.RECV, Receive.ARMED,
          Op.RECV_OWN, Receive.OWN,
          Op.RECV_VALUE, Receive.VALUE,
          Op.WATCH, Receive.WATCH);

  private final Connection connection = Connections.unplugged(3);
  private final Random random = new Random(15);
  private final List<Integer> inFlight = new ArrayList<>();
  private final Set<Long> userData = new HashSet<>();
  private Life life = Life.FREE;
  private Receive receive = Receive.IDLE;
  private int awaited;
  private int refused;

  /** Does it if it is legal, and is refused otherwise, with nothing changed. */
  private void attempt(boolean legal, Runnable step) {
    if (legal) {
      step.run();
    } else {
      refused++;
      assertThrows(AssertionError.class, step::run);
    }
  }

  private boolean isAlive() {
    return life == Life.OPEN || life == Life.DRAINING;
  }

  private void begin(int op) {
    boolean legal =
        switch (op) {
          case Op.CANCEL -> life != Life.FREE && !inFlight.contains(Op.CLOSE);
          case Op.CLOSE -> life == Life.CLOSING && inFlight.isEmpty();
          case Op.ABORT -> isAlive() && !inFlight.contains(Op.ABORT);
          default -> life == Life.OPEN && receive == Receive.IDLE;
        };
    attempt(
        legal,
        () -> {
          assertEquals(connection.userData(op), connection.began(op));
          inFlight.add(op);
          receive = LISTENS.getOrDefault(op, receive);
        });
  }

  private void send() {
    if (awaited == 0 && isAlive() && connection.mayZeroCopy() && random.nextBoolean()) {
      int op = connection.zeroCopyOp(random.nextInt());
      assertTrue(op >= Op.SEND_ZC && !inFlight.contains(op));
      beginSend(op);
    } else {
      attempt(
          awaited == 0 && isAlive() && !inFlight.contains(Op.SEND), () -> beginSend(Op.SEND));
    }
  }

  private void beginSend(int op) {
    connection.beganSend(op, 10);
    awaited = op;
    inFlight.add(op);
  }

  private void endSend() {
    attempt(
        awaited != 0,
        () -> {
          assertEquals(awaited, connection.sendingOp());
          assertEquals(10, connection.endedSend());
          awaited = 0;
        });
  }

  private void end() {
    int op = inFlight.isEmpty() ? 1 + random.nextInt(8) : pick();
    attempt(
        inFlight.contains(op),
        () -> {
          inFlight.remove((Integer) op);
          receive = LISTENS.containsKey(op) ? Receive.IDLE : receive;
          assertEquals(inFlight.isEmpty(), connection.ended(op));
        });
  }

  /** Something in flight whose result, if it is a send, was told. */
  private int pick() {
    int op = inFlight.get(random.nextInt(inFlight.size()));
    if (op == awaited) {
      endSend();
    }
    return op;
  }

  private void become(boolean legal, Life next, Runnable step) {
    attempt(
        legal,
        () -> {
          step.run();
          life = next;
        });
  }

  private void cancel() {
    attempt(
        receive == Receive.ARMED || receive == Receive.WATCH,
        () -> {
          connection.cancelling();
          receive = Receive.CANCELLING;
        });
  }

  private void step() {
    switch (random.nextInt(24)) {
      case 0, 1 -> begin(1 + random.nextInt(4));
      case 2 -> begin(Op.CANCEL);
      case 3 -> begin(Op.ABORT);
      case 4, 5 -> begin(Op.CLOSE);
      case 6, 7 -> send();
      case 8 -> endSend();
      case 9 -> cancel();
      case 10 -> become(life == Life.FREE, Life.OPEN, () -> connection.begin(1));
      case 11 -> become(life == Life.OPEN, Life.DRAINING, connection::drain);
      case 12 -> become(isAlive(), Life.CLOSING, connection::close);
      case 13 -> reset();
      default -> end();
    }
  }

  private void reset() {
    boolean over = life == Life.CLOSING && inFlight.isEmpty();
    become(over, Life.FREE, connection::reset);
    if (over) {
      assertTrue(userData.add(connection.userData(Op.SEND)), "its CQEs are taken for the last's");
    }
  }

  @Test
  void itGoesWhereItsDiagramsGoAndNowhereElse() {
    for (int i = 0; i < STEPS; i++) {
      step();
      assertEquals(life, connection.life());
      assertEquals(receive, connection.receive());
      assertEquals(inFlight.size(), connection.inFlight());
      assertEquals(awaited != 0, connection.isSending());
      assertEquals(
          inFlight.stream().anyMatch(op -> op >= Op.SEND_ZC), connection.isZeroCopying());
    }
    assertTrue(userData.size() > STEPS / 1000 && refused > STEPS / 10, "it was hardly tried");
  }

  @Test
  void eachZeroCopySendHasItsChunkUntilItsNotification() {
    connection.begin(1);
    int[] ops = new int[Op.SEND_ZC_COUNT];
    for (int i = 0; i < ops.length; i++) {
      ops[i] = connection.zeroCopyOp(100 + i);
      connection.beganSend(ops[i], 1);
      connection.endedSend();
    }
    assertThrows(AssertionError.class, () -> connection.zeroCopyOp(1), "more than can be told");
    connection.ended(ops[3]);
    assertEquals(ops[3], connection.zeroCopyOp(200));
    connection.beganSend(ops[3], 1);
    for (int i = 0; i < ops.length; i++) {
      assertEquals(i == 3 ? 200 : 100 + i, connection.zeroCopyChunk(ops[i]));
    }
  }
}
