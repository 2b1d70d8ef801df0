package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.protocol.memcache.Reply;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplyTableTest {
  private static final Map<Outcome, Reply> SAID = new EnumMap<>(Outcome.class);

  static {
    SAID.put(Outcome.NOT_FOUND, Reply.NOT_FOUND);
    SAID.put(Outcome.TOUCHED, Reply.TOUCHED);
    SAID.put(Outcome.STORED, Reply.STORED);
    SAID.put(Outcome.NOT_STORED, Reply.NOT_STORED);
    SAID.put(Outcome.JOINED_TOO_LARGE, Reply.NOT_STORED);
    SAID.put(Outcome.EXISTS, Reply.EXISTS);
    SAID.put(Outcome.TOO_LARGE, Reply.TOO_LARGE);
    SAID.put(Outcome.DISCARDED, Reply.BAD_DATA);
    SAID.put(Outcome.NOT_A_NUMBER, Reply.NOT_NUMERIC);
    SAID.put(Outcome.DELETED, Reply.DELETED);
    SAID.put(Outcome.FLUSHED, Reply.OK);
  }

  @Test
  void everyOutcomeOfEveryOperationIsSaid() {
    for (Operation operation : Operation.values()) {
      for (Outcome outcome : Outcome.values()) {
        Reply said = ReplyTable.of(operation, outcome);
        if (operation.retrieves()) {
          assertNull(said, "a retrieval is told by Retrieval");
        } else if (outcome == Outcome.NO_MEMORY) {
          Reply storing = Reply.NO_MEMORY_STORING;
          assertEquals(operation.stores() ? storing : Reply.NO_MEMORY, said, "" + operation);
        } else {
          assertEquals(SAID.get(outcome), said, operation + " " + outcome);
        }
      }
    }
  }
}
