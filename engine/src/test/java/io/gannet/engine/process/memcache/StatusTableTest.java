package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.protocol.memcache.binary.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusTableTest {
  private static final Map<Outcome, Status> SAID = new EnumMap<>(Outcome.class);
  private static final Set<Operation> JOINING = Set.of(Operation.APPEND, Operation.PREPEND);

  static {
    for (Outcome good : new Outcome[] {
      Outcome.FOUND, Outcome.TOUCHED, Outcome.STORED, Outcome.COUNTED, Outcome.DELETED,
      Outcome.FLUSHED
    }) {
      SAID.put(good, Status.SUCCESS);
    }
    SAID.put(Outcome.NOT_FOUND, Status.NOT_FOUND);
    SAID.put(Outcome.JOINED_TOO_LARGE, Status.NOT_STORED);
    SAID.put(Outcome.EXISTS, Status.EXISTS);
    SAID.put(Outcome.TOO_LARGE, Status.TOO_LARGE);
    SAID.put(Outcome.NOT_A_NUMBER, Status.NOT_A_NUMBER);
  }

  @Test
  void everyOutcomeOfEveryOperationIsSaid() {
    for (Operation operation : Operation.values()) {
      for (Outcome outcome : Outcome.values()) {
        Status said = StatusTable.of(operation, outcome);
        Status expected =
            switch (outcome) {
              case NOT_STORED -> notStored(operation);
              case NO_MEMORY -> noMemory(operation);
              default -> SAID.get(outcome);
            };
        assertEquals(expected, said, operation + " " + outcome);
      }
    }
  }

  private static Status notStored(Operation operation) {
    return operation == Operation.ADD
        ? Status.EXISTS
        : operation == Operation.REPLACE ? Status.NOT_FOUND : Status.NOT_STORED;
  }

  private static Status noMemory(Operation operation) {
    boolean retrieves =
        operation == Operation.GET
            || operation == Operation.GET_AND_TOUCH
            || operation == Operation.FIND; // which no packet asks for
    boolean stores =
        JOINING.contains(operation)
            || Set.of(Operation.SET, Operation.ADD, Operation.REPLACE, Operation.CAS)
                .contains(operation);
    return retrieves
        ? Status.NOT_FOUND
        : stores ? Status.NO_MEMORY_STORING : Status.NO_MEMORY_COUNTING;
  }
}
