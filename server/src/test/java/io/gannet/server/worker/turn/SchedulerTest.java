package io.gannet.server.worker.turn;

import static io.gannet.server.worker.turn.PlayedProcessor.played;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Processor.Progress;
import io.gannet.server.config.Given;
import io.gannet.server.worker.option.WorkerOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose turn it is: those who send little, and those who send much. */
class SchedulerTest {
  private static final int TURN_REQUESTS = 64;
  private static final int EVENT_REQUESTS = 4;
  private static final int TURNS = 50;

  private final Plant plant =
      PlayedProcessor.plant(
          new WorkerMetrics(),
          Given.flag(WorkerOptions.REQUESTS_PER_TURN, "" + TURN_REQUESTS),
          Given.flag(WorkerOptions.REQUESTS_PER_EVENT, "" + EVENT_REQUESTS));
  private final Window received = new Window();

  @AfterEach
  void close() {
    plant.close();
  }

  /** So many, each of whom asks for as much each time as it may. */
  private List<Connection> crowd(int count) {
    List<Connection> crowd = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Connection connection = plant.table.acquire(plant.patience.nowSec());
      played(connection).cost = EVENT_REQUESTS;
      crowd.add(connection);
    }
    return crowd;
  }

  /** One that has always more to do than its part. */
  private Connection pouring() {
    Connection connection = crowd(1).getFirst();
    played(connection).progress = Progress.YIELD;
    connection.receivesOwn = true;
    plant.scheduler.enqueue(connection);
    return connection;
  }

  private void beginTurn() {
    plant.scheduler.beginTurn();
    plant.memoryWaits.beginTurn();
  }

  @Test
  void thoseWhoSendMuchHaveTheirPartOfEachTurnWhateverArrivesOfThoseWhoSendLittle() {
    List<Connection> light = crowd(30);
    Connection heavy = pouring();
    for (int turn = 1; turn <= TURNS; turn++) {
      beginTurn();
      for (Connection one : light) {
        if (plant.scheduler.isItsTurn(one)) {
          plant.scheduler.settle(one, plant.scheduler.execute(one, received));
        }
      }
      plant.scheduler.run();
      assertEquals(turn, played(heavy).times);
    }
  }

  @Test
  void thoseWhoSendMuchHaveTheirPartOfEachTurnThoughMoreOfTheOthersCameLate() {
    List<Connection> light = crowd(30);
    Connection heavy = pouring();
    for (int turn = 1; turn <= TURNS; turn++) {
      light.stream().filter(one -> !one.isWaiting()).forEach(plant.scheduler::enqueue);
      beginTurn();
      plant.scheduler.run();
      assertEquals(turn, played(heavy).times);
    }
    light.forEach(one -> assertTrue(played(one).times >= TURNS / 4, "it was forgotten"));
  }

  @Test
  void nobodyIsServedTwiceInATurnAsItComes() {
    Connection one = crowd(1).getFirst();
    beginTurn();
    assertTrue(plant.scheduler.isItsTurn(one));
    plant.scheduler.settle(one, plant.scheduler.execute(one, received));
    assertFalse(plant.scheduler.isItsTurn(one));
    beginTurn();
    assertTrue(plant.scheduler.isItsTurn(one));
  }

  @Test
  void whoSuddenlyPoursHasNoMoreThanItsPartAmongThoseOfTheLastTurn() {
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(pouring());
      played(all.getLast()).cost = 1;
    }
    beginTurn();
    plant.scheduler.run();
    all.forEach(one -> played(one).cost = TURN_REQUESTS);
    beginTurn();
    plant.scheduler.run();
    all.forEach(one -> assertEquals(2, played(one).times));
    assertEquals(TURN_REQUESTS, plant.scheduler.used());
  }

  @Test
  void thoseWhoWaitForATurnShareItThoughEachWouldTakeItAll() {
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(pouring());
      played(all.getLast()).cost = TURN_REQUESTS;
    }
    for (int turn = 1; turn <= TURNS; turn++) {
      int times = turn;
      beginTurn();
      plant.scheduler.run();
      all.forEach(one -> assertEquals(times, played(one).times));
    }
  }

  @Test
  void whatElseHasCompletedWaitsOnceATurnHasDoneTwiceItsPart() {
    beginTurn();
    plant.scheduler.spend(2 * TURN_REQUESTS - 1);
    assertTrue(plant.scheduler.hasTurnLeft());
    plant.scheduler.spend(1);
    assertFalse(plant.scheduler.hasTurnLeft());
    beginTurn();
    assertTrue(plant.scheduler.hasTurnLeft());
  }
}
