package io.gannet.server.klog.cli;

import io.gannet.engine.klog.LogBlock;
import io.gannet.server.klog.LogInput;
import java.io.IOException;

/** What becomes of the records of logs: one after the other, then {@link #end}. */
interface Telling {
  /** A log begins. */
  default void begin(LogInput log) throws IOException {}

  /** The log's request. */
  void request(LogInput log) throws IOException;

  /** So many requests are missing here. */
  default void lost(LogInput log) throws IOException {}

  /** All there is was told. */
  default void end() throws IOException {}

  /** Tells all that a log has, up to its end or its damage. */
  default void all(LogInput log) throws IOException {
    begin(log);
    for (LogBlock.Item item = log.next(); item != null; item = log.next()) {
      switch (item) {
        case REQUEST -> request(log);
        case LOST -> lost(log);
        case PEER -> { } // the log itself remembers it
      }
    }
  }
}
